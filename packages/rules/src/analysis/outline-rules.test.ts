import { describe, expect, it } from 'vitest';
import { sampleOf } from '../language/language.ts';
import type { Rule } from '../rule.ts';
import { outlineRules } from './outline-rules.ts';

const RULE: Rule = {
  name: 'r',
  match: {
    issuer: 'https://issuer.test',
    client: 'runners',
    claims: { ref: { regex: 'v[0-9]+' }, groups: { has: ['deploy', 7] }, branch: { glob: 'm**' } },
  },
  grant: {
    audience: ['aws', 'vault'],
    copy: ['email', 'a.b'],
    claims: {
      sub: '{project}:{ref}',
      whole: '{groups}',
      plain: 'a{{b}}',
      tree: { list: ['{project}', 7] },
    },
  },
};

describe('outlineRules', () => {
  it('says what a rule looks at, and what it makes', async () => {
    const [outline] = await outlineRules([RULE]);
    expect(outline).toMatchObject({
      rule: RULE,
      clients: ['runners'],
      audiences: ['aws', 'vault'],
      copied: ['email', 'a.b'],
    });
    const ref = outline?.conditions.get('ref');
    expect(ref).toMatchObject({ isList: false, scalars: [], isPattern: true });
    expect(ref && sampleOf(ref.texts)).toBe('v0');
    const groups = outline?.conditions.get('groups');
    expect(groups).toMatchObject({ isList: true, scalars: [7], isPattern: false });
    expect(groups?.texts.texts).toEqual(new Set(['deploy']));
    expect(outline?.needs).toEqual([
      { path: 'project', asText: true },
      { path: 'ref', asText: true },
      { path: 'groups', asText: false },
      { path: 'project', asText: false },
    ]);
    expect(outline?.made.get('sub')).toEqual({
      parts: [{ claim: 'project' }, { text: ':' }, { claim: 'ref' }],
    });
    expect(outline?.made.get('whole')).toEqual({ claim: 'groups' });
    expect(outline?.made.get('plain')).toEqual({ constant: 'a{b}' });
    expect(outline?.made.get('tree')).toEqual({
      members: new Map([['list', { items: [{ claim: 'project' }, { constant: 7 }] }]]),
    });
  });

  it('has the defaults of a rule that says little', async () => {
    const [outline] = await outlineRules([
      { name: 'r', match: { issuer: 'i' }, grant: { passUpstreamAudience: true } },
    ]);
    expect(outline).toMatchObject({
      clients: undefined,
      audiences: undefined,
      copied: ['sub'],
      needs: [],
    });
  });
});
