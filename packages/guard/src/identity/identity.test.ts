import { inspect } from 'node:util';
import { decodeToken } from '@drawbridge/core';
import {
  type ApisixTokens,
  createTestClock,
  createTestIssuer,
  toApisixHeaders,
} from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../caller/caller.ts';
import { createGuard } from '../create-guard.ts';
import type { GuardSettings } from '../options/guard-options.ts';
import { bearer, judge, outcome } from '../outcome.fixture.ts';
import { APISIX } from '../profiles/apisix.ts';

const clock = createTestClock();
const issuer = await createTestIssuer({ algorithms: ['ES256'], clock });
const guardWith = (settings: GuardSettings = {}) =>
  createGuard({ ...issuer.guardOptions, headers: APISIX, ...settings });
const guard = guardWith();

const granted = (await issuer.grant({ sub: 'bob', email: 'bob@api.test' })) as Required<
  Awaited<ReturnType<typeof issuer.grant>>
>;
const { accessToken, idToken, refreshToken } = granted;
const idClaims: Readonly<Record<string, unknown>> = decodeToken(idToken).claims;
/** What is only in the ID token, or only in userinfo. */
const nick = { nickname: 'bobby' };
const signedWith = (changes: object) => issuer.issue({ ...idClaims, ...changes });

async function callerOf(tokens: Partial<ApisixTokens>, of = guard): Promise<Caller> {
  const fields = toApisixHeaders(
    { accessToken, ...tokens },
    { set_raw_id_token_header: true, set_refresh_token_header: true },
  );
  const { caller, fault } = await judge(of, fields);
  if (caller === undefined) throw fault ?? new Error('nobody is there');
  return caller;
}

describe('who is calling', () => {
  it('is told by the access token alone', async () => {
    const caller = await callerOf({});
    expect(caller).toMatchObject({
      issuer: issuer.issuer,
      subject: 'bob',
      clientId: 'web',
      scopes: ['openid', 'profile'],
      id: undefined,
      refresh: undefined,
      userinfo: undefined,
    });
    expect(caller.access).toMatchObject({
      kind: 'jwt',
      alg: 'ES256',
      raw: accessToken,
      expiresAt: clock.seconds() + 300,
    });
    expect(caller.access.fingerprint).toMatch(/^[0-9a-f]{12}$/);
    expect([caller.claim('email'), caller.claim('toString')]).toEqual(['bob@api.test', undefined]);
  });

  it('is told more by a signed ID token: claim finds it, after the access token', async () => {
    const id = await signedWith({
      ...nick,
      email: 'other@api.test',
      roles: ['admin'],
      scope: 'all',
    });
    const caller = await callerOf({ idToken: id });
    expect(caller.id).toMatchObject({ signed: true, raw: id });
    expect(caller.claim('nickname')).toBe('bobby');
    expect(caller.claim('email')).toBe('bob@api.test');
    // What one may is said by the access token alone.
    expect([caller.hasRole('admin'), caller.hasScope('all')]).toEqual([false, false]);
  });

  it('is shown more by ID claims and userinfo, which claim does not find', async () => {
    const caller = await callerOf({
      idClaims: { ...idClaims, ...nick, email: 'forged@api.test', locale: null },
      userinfo: { sub: 'bob', nickname: 'another', phone: '1', locale: 'de' },
    });
    expect(caller.id?.signed).toBe(false);
    expect(['nickname', 'phone'].map((name) => caller.claim(name))).toEqual([undefined, undefined]);
    expect(['email', 'nickname', 'phone'].map((name) => caller.displayClaim(name))).toEqual([
      'bob@api.test',
      'bobby',
      '1',
    ]);
    expect(caller.displayClaim('locale')).toBeNull();
    expect(caller.displayClaim('constructor')).toBeUndefined();
    expect(caller.userinfo).toEqual({ sub: 'bob', nickname: 'another', phone: '1', locale: 'de' });
  });

  it('has the signed ID token where the claims are beside it', async () => {
    const caller = await callerOf({ idToken, idClaims: { ...idClaims, ...nick } });
    expect(caller.id?.signed).toBe(true);
    expect(caller.displayClaim('nickname')).toBeUndefined();
  });

  it('has roles and scopes of the access token', async () => {
    const access = await issuer.issueAccess(
      {
        groups: ['staff'],
        realm_access: { roles: ['admin'] },
        resource_access: { orders: { roles: ['clerk'] } },
      },
      { scope: 'a b' },
    );
    const { caller } = await judge(guard, bearer(access));
    expect([caller?.hasScope('a'), caller?.hasScope('b', 'a'), caller?.hasScope('a', 'c')]).toEqual(
      [true, true, false],
    );
    const roles = [
      ['staff'],
      ['admin'],
      ['clerk'],
      ['clerk', { client: 'orders' }],
      ['admin', { client: 'orders' }],
    ] as const;
    expect(roles.map(([role, options]) => caller?.hasRole(role, options))).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
  });

  it.each([
    ['as a text', 'orders', "such as { client: 'orders' }"],
    ['by another name', { clientId: 'orders' }, 'no option clientId; did you mean client?'],
    ['that came out as nothing', { client: undefined }, 'strings that are not empty'],
    ['that is empty', { client: '' }, 'strings that are not empty'],
    ['that is undefined', { client: undefined }, 'strings that are not empty'],
    ['null', null, 'must be an object'],
  ] as [string, object, string][])(
    'has no role of a client %s: it would be one of the realm',
    async (_, options, why) => {
      const access = await issuer.issueAccess({ realm_access: { roles: ['admin'] } });
      const { caller } = await judge(guard, bearer(access));
      expect(() => caller?.hasRole('admin', options)).toThrow(TypeError);
      expect(() => caller?.hasRole('admin', options)).toThrow(why);
    },
  );

  it('is a client, where azp has a wrong form, neither by azp nor by client_id', async () => {
    const access = await issuer.issueAccess({ azp: ['web'], client_id: 'web' });
    expect((await judge(guard, bearer(access))).caller?.clientId).toBeUndefined();
  });
});

describe('an ID token of another user beside a valid access token', () => {
  it('is refused, signed and unsigned', async () => {
    const other = (await issuer.grant({ sub: 'alice' })) as typeof granted;
    const theirs = decodeToken(other.idToken).claims;
    for (const tokens of [
      { idToken: other.idToken },
      { idClaims: theirs },
      { idToken, idClaims: theirs },
      { idToken: other.idToken, idClaims },
      { idToken: await signedWith({ sub: 'alice' }) },
      { idClaims: { ...idClaims, sub: 'alice' } },
    ]) {
      await expect(callerOf(tokens)).rejects.toMatchObject({ code: 'token_mismatch' });
    }
  });
});

describe('at_hash', () => {
  const wrong = 'AAAAAAAAAAAAAAAAAAAAAA';
  /** By policy: what becomes of a right one, a wrong one, and none. */
  it.each([
    ['require', ['bob', 'token_mismatch', 'token_mismatch']],
    ['ifPresent', ['bob', 'token_mismatch', 'bob']],
    ['off', ['bob', 'bob', 'bob']],
    [undefined, ['bob', 'token_mismatch', 'bob']],
  ] as const)('by the policy %s, signed and unsigned', async (atHash, expected) => {
    const of = guardWith(atHash === undefined ? {} : { atHash });
    for (const [index, at_hash] of [idClaims['at_hash'], wrong, undefined].entries()) {
      for (const tokens of [
        { idToken: await signedWith({ at_hash }) },
        { idClaims: { ...idClaims, at_hash } },
      ]) {
        const judged = await callerOf(tokens, of).then(
          (caller) => caller.subject,
          (fault: unknown) => (fault as { readonly code: string }).code,
        );
        expect(judged).toBe(expected[index]);
      }
    }
  });
});

describe('what nobody sees', () => {
  it('is a token, in JSON, by inspect and in the log', async () => {
    const caller = await callerOf({ idToken, idClaims, refreshToken, userinfo: { sub: 'bob' } });
    expect([caller.access.raw, caller.id?.raw, caller.refresh?.raw]).toEqual([
      accessToken,
      idToken,
      refreshToken,
    ]);
    const unsigned = await callerOf({ idClaims });
    const shown = [caller, unsigned, caller.access, caller.id, caller.refresh]
      .flatMap((value) => [JSON.stringify(value), inspect(value, { depth: 9, showHidden: true })])
      .join();
    const encoded = unsigned.id?.raw ?? '';
    for (const secret of [accessToken, idToken, refreshToken, encoded]) {
      for (const part of secret.split('.')) expect(shown).not.toContain(part);
    }
  });
});

describe('what one request does', () => {
  it('to claims, no other sees', async () => {
    const access = await issuer.issueAccess({ groups: ['staff'], address: { city: 'a' } });
    const [one, two] = [await judge(guard, bearer(access)), await judge(guard, bearer(access))];
    const claims = one.caller?.access.claims as { groups: string[]; address: { city: string } };
    expect(() => claims.groups.push('admin')).toThrow(TypeError);
    expect(() => Object.assign(claims.address, { city: 'b' })).toThrow(TypeError);
    expect(() => Object.assign(claims, { sub: 'root' })).toThrow(TypeError);
    expect(two.caller?.claim('groups')).toEqual(['staff']);
    for (const tokens of [{ idClaims: { ...idClaims, groups: ['a'] } }, { idToken }]) {
      const { id } = await callerOf(tokens);
      expect(() => Object.assign(id?.claims as object, { sub: 'root' })).toThrow(TypeError);
    }
    const { userinfo } = await callerOf({ userinfo: { sub: 'bob', groups: ['a'] } });
    const groups = userinfo?.['groups'] as string[];
    expect(() => groups.push('admin')).toThrow(TypeError);
  });

  it('is not mixed up with another, of 300 at a time', async () => {
    const people = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const sub = `user-${index}`;
        const { accessToken: access, idToken: id = '' } = await issuer.grant({ sub, index });
        const tokens = index % 3 === 0 ? { idToken: id } : { idClaims: decodeToken(id).claims };
        const settings = { set_raw_id_token_header: true };
        const fields = toApisixHeaders(
          { accessToken: access, ...tokens, userinfo: { sub } },
          settings,
        );
        return { sub, index, fields };
      }),
    );
    for (let round = 0; round < 2; round++) {
      const judged = await Promise.all(people.map(({ fields }) => judge(guard, fields)));
      for (const [at, { sub, index }] of people.entries()) {
        const caller = judged[at]?.caller;
        expect([caller?.subject, caller?.claim('index'), caller?.id?.claim('sub')]).toEqual([
          sub,
          index,
          sub,
        ]);
        expect(caller?.userinfo?.['sub']).toBe(sub);
      }
    }
  });

  it('with a token that ends in between: is refused from then on', async () => {
    const access = await issuer.issueAccess({ exp: clock.seconds() + 10 });
    expect(await outcome(guard, bearer(access))).toBe('alice');
    clock.advance(10 + 31);
    expect(await outcome(guard, bearer(access))).toBe('token_expired 401');
  });
});
