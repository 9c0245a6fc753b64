import { createTestClock } from '@drawbridge/testing';
import { type AccessPerson, type AccessRule, compileAccessRules } from '@drawbridge/rules';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAppHosts } from '../hosts/app-hosts.ts';
import { createAuthOrigin } from '../hosts/auth-origin.ts';
import { judgeTarget } from '../question/judge-target.ts';
import type { User } from '../user/user.ts';
import { personOf } from '../user/person-of.ts';
import { createDecide } from './decide.ts';
import { explainRequest } from './explain-request.ts';

const RULES: readonly AccessRule[] = [
  { name: 'assets', match: { paths: '/assets/**' }, allow: 'anyone' },
  { name: 'no-contractors', match: { paths: '/b/**', groups: 'contractors' }, deny: true },
  { name: 'admins', match: { paths: '/admin/**', groups: 'admins' } },
  { name: 'no-admin', match: { paths: '/admin/**' }, deny: true },
  { name: 'staff', match: { paths: ['/b/**', '/c'], domains: 'corp.example' } },
];
const auth = createAuthOrigin('https://auth.example.com');
const apps = { auth, hosts: createAppHosts(['app.example.com'], auth) };
const asked = { scheme: 'https', host: 'app.example.com', method: 'GET' };
const alice: User = {
  provider: 'corp',
  issuer: 'https://id.example.com',
  subject: 'a1',
  email: 'alice@corp.example',
  groups: { kind: 'known', groups: [], claim: 'groups' },
  claims: {},
};
const inGroup = (group: string): User => ({
  ...alice,
  groups: { kind: 'known', groups: [group], claim: 'groups' },
});
const noGroups: User = { ...alice, groups: { kind: 'unknown', reason: 'none were told' } };

let access: Awaited<ReturnType<typeof compileAccessRules>>;
beforeAll(async () => {
  access = await compileAccessRules(RULES);
});

const explain = (target: string, user?: User, more: Partial<typeof asked> = {}) =>
  explainRequest({ ...apps, access }, { ...asked, target, ...more }, user && personOf(user));

describe('explainRequest', () => {
  it.each<[string, Partial<typeof asked>, string, string]>([
    ['a path that leads elsewhere', {}, '/assets/%2e%2e/admin', 'request_malformed'],
    ['another scheme', { scheme: 'http' }, '/', 'request_forbidden'],
    ['the gateway itself', { host: 'auth.example.com' }, '/', 'request_forbidden'],
    ['a host that is no app', { host: 'other.example.com' }, '/', 'request_forbidden'],
    ['a method that is none', { method: 'get' }, '/', 'request_malformed'],
  ])('asks no rule about %s', (_, more, target, code) => {
    expect(() => explain(target, alice, more)).toThrow(expect.objectContaining({ code }));
  });

  it('judges each reading of a path, and the strictest holds', () => {
    const { decision, readings } = explain('/assets//admin', alice);
    expect(readings.map(({ path }) => path)).toEqual(['/assets//admin', '/assets/admin']);
    expect(decision).toMatchObject({ kind: 'allowed', rule: 'assets' });
    const hidden = explain('//admin', inGroup('admins'));
    expect(hidden.readings.map((reading) => reading.decision.kind)).toEqual(['denied', 'allowed']);
    expect(hidden.decision).toMatchObject({ kind: 'denied', why: 'no rule lets it in' });
    expect(hidden.narrowest?.match).toMatchObject({ paths: ['//admin', '/admin'] });
  });

  it('names the rule that came nearest, also one that another came before', () => {
    expect(explain('/admin', alice).nearest).toBe('admins');
    expect(explain('/b', inGroup('contractors')).nearest).toBe('staff');
    const stranger = { ...alice, email: 'eve@evil.example' };
    expect(explain('/elsewhere', stranger)).not.toHaveProperty('nearest');
    expect(explain('/c', alice)).not.toHaveProperty('nearest');
  });

  it('gives a rule that lets exactly this in, where somebody is kept out', async () => {
    const { narrowest } = explain('//admin;x', alice);
    if (narrowest === undefined) return expect.unreachable();
    const more = await compileAccessRules([narrowest, ...RULES]);
    const again = explainRequest(
      { ...apps, access: more },
      { ...asked, target: '//admin;x' },
      personOf(alice),
    );
    expect(again.decision).toEqual({ kind: 'allowed', rule: 'narrowest', isPublic: false });
    expect(explain('/admin')).not.toHaveProperty('narrowest');
  });

  it('says what a request is answered (property)', async () => {
    const target = fc
      .array(fc.constantFrom('/', 'assets', 'admin', 'b', 'c', '%2F', ';', 'x'), { maxLength: 5 })
      .map((parts) => `/${parts.join('')}`);
    const user = fc.constantFrom(
      undefined,
      alice,
      noGroups,
      inGroup('admins'),
      inGroup('contractors'),
    );
    await fc.assert(
      fc.asyncProperty(target, user, async (path, who) => {
        const verdict = await answered(path, who);
        const { decision } = explain(path, who);
        expect(decision.kind).toBe(
          { allowed: 'allowed', unauthorized: 'signIn', forbidden: 'denied' }[
            verdict.kind as 'allowed'
          ],
        );
        if (verdict.kind === 'allowed') expect(decision).toMatchObject({ rule: verdict.rule });
      }),
    );
  });
});

/** The verdict of a real decision, about whoever has the cookie. */
async function answered(path: string, user: User | undefined) {
  const clock = createTestClock();
  const end = clock.seconds() + 60;
  const decide = createDecide({
    ...apps,
    access: { decide: (of, person?: AccessPerson) => access.decide(of, person) },
    sessions: {
      open: async () =>
        user && { id: 'i', user, createdAt: end - 120, endsAt: end, idleEndsAt: end },
    },
    cookiesOf: () => ['cookie'],
    fields: () => [],
    clock,
  });
  return decide({
    scheme: 'https',
    host: 'app.example.com',
    method: 'GET',
    ...judgeTarget(path),
    address: undefined,
    cookies: [],
    authorization: [],
    isPage: false,
  });
}
