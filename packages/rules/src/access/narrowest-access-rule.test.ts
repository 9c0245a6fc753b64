import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { person, target } from './access.fixture.ts';
import { accessPerson, accessTarget } from './arbitrary-access.fixture.ts';
import { compileAccessRules } from './compile-access-rules.ts';
import { narrowestAccessRule } from './narrowest-access-rule.ts';

describe('narrowestAccessRule', () => {
  it('is exact on the request and the person', () => {
    expect(narrowestAccessRule(target({ path: '/a*?' }), person())).toEqual({
      name: 'narrowest',
      match: {
        hosts: 'app.test',
        paths: String.raw`/a\*\?`,
        methods: 'GET',
        providers: 'okta',
        users: 'alice@company.test',
      },
    });
    expect(narrowestAccessRule(target(), person({ email: undefined }))).toMatchObject({
      match: { users: '00u1' },
    });
  });

  it('names a subject that looks like an email as the claim sub', () => {
    const odd = person({ email: undefined, subject: 'a@b.test' });
    expect(narrowestAccessRule(target(), odd)).toMatchObject({
      match: { claims: { sub: 'a@b.test' } },
    });
  });

  it('is none for what no rule can name', () => {
    const unknown = person({ email: undefined, subject: undefined });
    expect(narrowestAccessRule(target(), unknown)).toBeUndefined();
    expect(narrowestAccessRule(target({ path: '/..' }), person())).toBeUndefined();
    expect(narrowestAccessRule(target({ path: '/a%20b' }), person())).toBeUndefined();
  });

  it('lets in this person for this request, and no other (property)', async () => {
    await fc.assert(
      fc.asyncProperty(
        accessTarget,
        accessPerson,
        accessTarget,
        accessPerson,
        async (what, who, other, another) => {
          const rule = narrowestAccessRule(what, who);
          if (rule === undefined) return;
          const rules = await compileAccessRules([rule]);
          expect(rules.decide(what, who).kind).toBe('allowed');
          if (rules.decide(other, another).kind === 'allowed') {
            const { match, ...named } = narrowestAccessRule(other, another) ?? rule;
            // Somebody who is known by an email, too, is named by that, and is the same person by the subject.
            expect([match.users, another.user]).toContain(rule.match.users);
            expect({ ...named, match: { ...match, users: rule.match.users } }).toEqual(rule);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
