import type { HeaderField } from '@drawbridge/core';
import {
  createTestClock,
  createTestIssuer,
  forgeHostileTokens,
  type TestIssuer,
  testKey,
} from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createGuard } from './create-guard.ts';
import type { IssuerOptions } from './options/guard-options.ts';
import { base64Of, bearer, judge, outcome } from './outcome.fixture.ts';
import { APISIX } from './profiles/apisix.ts';

// Each as a request meets it; judge/hostile-tokens.test.ts has the code of each hostile token.

const clock = createTestClock();
const fresh = () => createTestIssuer({ algorithms: ['ES256'], clock, freshKeys: true });
const issuer = await fresh();
const guardOf = (of: TestIssuer, options: Partial<IssuerOptions> = {}) =>
  createGuard({ ...of.guardOptions, headers: APISIX, ...options });
const guard = guardOf(issuer, { requiredClaims: ['sub', 'iat'] });
const hostile = await forgeHostileTokens(issuer);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('pitfalls', () => {
  it('of all kinds: no hostile token is let in, and none is an error of ours', async () => {
    for (const { name, token, code } of hostile) {
      // What is of another type to an exchange may be an access token.
      const isAccess =
        code === 'token_type_not_allowed' && /at\+jwt/i.test(atob(token.split('.')[0] ?? ''));
      const expected = isAccess
        ? 'alice'
        : `(?:(?:${code}|credentials_missing) 401|credentials_(?:malformed|ambiguous) 400)`;
      const judged = await outcome(guard, { 'X-Access-Token': token });
      expect(judged, name).toMatch(new RegExp(`^${expected}$`));
    }
  });

  it('1, CVE-2022-23540, CVE-2026-22817, CVE-2023-48223: takes no algorithm from a token', async () => {
    const [, claims = ''] = (await issuer.issueAccess()).split('.');
    for (const alg of [
      'none',
      'None',
      'NONE',
      'HS256',
      'HS384',
      'HS512',
      'RS256',
      'ES384',
      '',
      undefined,
    ]) {
      const token = `${encode({ alg, kid: issuer.key().kid })}.${claims}.AAAA`;
      expect(await outcome(guard, bearer(token)), String(alg)).toMatch(
        /^(?:algorithm_not_allowed|key_unknown|token_malformed|signature_invalid) 401$/,
      );
    }
    // Good in itself, and of an algorithm that this issuer may not use.
    const narrow = guardOf(issuer, { algorithms: ['RS256'] });
    expect(await outcome(narrow, bearer(await issuer.issueAccess()))).toBe(
      'algorithm_not_allowed 401',
    );
  });

  it('2, CVE-2026-35042: refuses any crit, an empty one too, and b64', async () => {
    const [, claims = '', signature = ''] = (await issuer.issueAccess()).split('.');
    for (const header of [{ crit: [] }, { crit: ['x'], x: 1 }, { b64: false }, { b64: true }]) {
      const token = `${encode({ alg: 'ES256', kid: issuer.key().kid, ...header })}.${claims}.${signature}`;
      expect(await outcome(guard, bearer(token))).toBe('header_not_supported 401');
    }
  });

  it('3, CVE-2026-35039, CVE-2026-35030: never answers with the identity of another token', async () => {
    const [alice, bob] = [await issuer.issueAccess(), await issuer.issueAccess({ sub: 'bob' })];
    const [a, b] = [alice.split('.'), bob.split('.')];
    for (let round = 0; round < 3; round++) {
      expect(await outcome(guard, bearer(alice))).toBe('alice');
      expect(await outcome(guard, bearer(bob))).toBe('bob');
      for (const mixed of [`${a[0]}.${b[1]}.${a[2]}`, `${a[0]}.${a[1]}.${b[2]}`]) {
        expect(await outcome(guard, bearer(mixed))).toBe('signature_invalid 401');
      }
    }
  });

  it('4, CVE-2025-59936: fetches nothing for an issuer that a token names', async () => {
    const own = await fresh();
    const spellings = [
      'https://evil.test',
      `${own.issuer}/`,
      `${own.issuer}.evil.test`,
      'HTTPS://ISSUER.TEST',
      '',
    ];
    for (const iss of spellings) {
      const token = await own.issueAccess({ iss });
      expect(await outcome(guardOf(own), bearer(token)), iss).toBe('issuer_unknown 401');
    }
    expect(own.requests).toMatchObject({ discovery: 0, jwks: 0, elsewhere: 0 });
  });

  it('5, CVE-2026-27962: follows no jwk, jku, x5u or x5c of a token', async () => {
    const own = await fresh();
    const key = await testKey('ES256', 'attacker');
    for (const header of [
      { jwk: key.publicJwk },
      { jku: 'https://evil.test/jwks' },
      { x5u: 'https://evil.test/cert' },
      { x5c: ['AAAA'] },
    ]) {
      const token = await own.issueAccess({}, { key, header: { kid: own.key().kid, ...header } });
      expect(await outcome(guardOf(own), bearer(token))).toBe('signature_invalid 401');
    }
    expect(own.requests.elsewhere).toBe(0);
  });

  it('6, CVE-2026-29000: refuses tokens of five parts, whatever is within', async () => {
    const inner = await issuer.issueAccess();
    const wrapped = `${encode({ alg: 'dir', enc: 'A128GCM', cty: 'JWT' })}..AAAA.${encode(inner)}.AAAA`;
    for (const token of [wrapped, `${inner}.a.b`, `${inner.split('.')[0]}.a.b.c.d`]) {
      expect(await outcome(guard, bearer(token))).toBe('token_encrypted 401');
    }
  });

  it('7, GHSA-869p-cjfg-cm3x: no secret verifies, whatever the header points to', async () => {
    const [, claims = ''] = (await issuer.issueAccess()).split('.');
    for (const kid of ['/dev/null', '../../etc/passwd', "x' or 1=1", '__proto__', 'constructor']) {
      const token = `${encode({ alg: 'HS256', kid })}.${claims}.AAAA`;
      expect(await outcome(guard, bearer(token)), kid).toBe('algorithm_not_allowed 401');
    }
  });

  it('8, GHSA-cjw9-ghj4-fwxf: takes no pattern for a name, and compares names whole', async () => {
    const token = await issuer.issueAccess();
    expect(await outcome(guardOf(issuer, { audience: 'draw.*' }), bearer(token))).toBe(
      'audience_mismatch 401',
    );
    const parties = guardOf(issuer, { authorizedParties: ['w.b', 'webb', 'we'] });
    expect(await outcome(parties, bearer(token))).toBe('client_not_allowed 401');
    const pattern = /.*/ as unknown as string;
    for (const option of ['audience', 'authorizedParties', 'idTokenAudience']) {
      expect(() => guardOf(issuer, { [option]: [pattern] })).toThrow(`${option} must be`);
    }
  });

  it('9, CVE-2025-30144: takes no registered claim of another type', async () => {
    const wrong = {
      iss: [issuer.issuer],
      sub: ['alice'],
      exp: '9999999999',
      nbf: '0',
      iat: {},
    };
    for (const [name, value] of Object.entries(wrong)) {
      const token = await issuer.issueAccess({ [name]: value });
      expect(await outcome(guard, bearer(token)), name).toBe('claim_invalid 401');
    }
    for (const aud of [{ 0: 'drawbridge' }, [['drawbridge']], ['drawbridge', 7]]) {
      const token = await issuer.issueAccess({ aud });
      expect(await outcome(guard, bearer(token))).toBe('claim_invalid 401');
    }
  });

  it('10, CVE-2026-44087, CVE-2025-64484: believes no field that says who somebody is, in any spelling', async () => {
    const token = await issuer.issueAccess({ sub: 'mallory' });
    const root = base64Of({ iss: issuer.issuer, sub: 'root', preferred_username: 'root' });
    const ignored: HeaderField[] = [
      ['X-Forwarded-User', 'root'],
      ['X-Forwarded-Email', 'root@api.test'],
      ['X-Forwarded-Uri', '/public'],
      ['X-Remote-User', 'root'],
      ['X-Forwarded-Host', 'api.test'],
      ['Forwarded', 'for=10.0.0.1'],
    ];
    const { caller } = await judge(guard, [['X-Access-Token', token], ...ignored]);
    expect(caller?.subject).toBe('mallory');
    expect(caller?.displayClaim('preferred_username')).toBeUndefined();
    for (const name of ['X_ID_Token', 'x-id_token', 'X_USERINFO', 'X_Access_Token']) {
      const fields: HeaderField[] = [
        ['X-Access-Token', token],
        [name, root],
      ];
      expect(await outcome(guard, fields), name).toBe('credentials_ambiguous 400');
    }
    for (const name of ['X-ID-Token', 'X-Userinfo']) {
      const fields: HeaderField[] = [
        ['X-Access-Token', token],
        [name, root],
      ];
      expect(await outcome(guard, fields), name).toBe('token_mismatch 401');
    }
  });

  it('10: believes no claims that are not signed', async () => {
    const [head, , signature] = (await issuer.issueAccess()).split('.');
    const claims = encode(issuer.claims({ sub: 'root' }));
    const forged = bearer(`${head}.${claims}.${signature}`);
    expect(await outcome(guard, forged)).toBe('signature_invalid 401');
    expect(await outcome(guard, bearer(`${head}.${claims}.`))).toMatch(/ 401$/);
  });

  it('10: claims that anybody can write decide nothing, also about the same person', async () => {
    const claims = {
      iss: issuer.issuer,
      sub: 'mallory',
      roles: ['admin'],
      scope: 'all',
      email: 'a@b',
    };
    const fields = {
      'X-Access-Token': await issuer.issueAccess({ sub: 'mallory' }),
      'X-ID-Token': base64Of(claims),
      'X-Userinfo': base64Of(claims),
    };
    const { caller } = await judge(guard, fields);
    expect(caller?.id?.signed).toBe(false);
    expect(caller?.claim('email')).toBeUndefined();
    expect(caller?.displayClaim('email')).toBe('a@b');
    expect([caller?.hasRole('admin'), caller?.hasScope('all')]).toEqual([false, false]);
  });

  it('14, go-oidc#482, jwks-rsa-java#173: a flood of unknown kids makes few requests, and good tokens are served', async () => {
    const own = await fresh();
    const flooded = guardOf(own);
    const good = await own.issueAccess();
    expect(await outcome(flooded, bearer(good))).toBe('alice');
    const before = own.requests.jwks;
    for (let index = 0; index < 100; index++) {
      const token = await own.issueAccess({}, { header: { kid: `made-up-${index}` } });
      expect(await outcome(flooded, bearer(token))).toBe('key_unknown 401');
      expect(await outcome(flooded, bearer(good))).toBe('alice');
      clock.advance(1);
    }
    // One for each cool-down of 30 seconds, at most.
    expect(own.requests.jwks - before).toBeLessThanOrEqual(4);
    expect(await outcome(flooded, bearer(await own.issueAccess({ sub: 'bob' })))).toBe('bob');
  });

  it('15, apisix#13829: no ID, refresh or logout token is an access token, nor one for nobody', async () => {
    const { idToken = '', refreshToken = '' } = await issuer.grant();
    const own = guardOf(issuer, { audience: ['drawbridge', 'web'] });
    for (const name of ['Authorization', 'X-Access-Token']) {
      const put = (token: string): HeaderField[] => [
        [name, name === 'Authorization' ? `Bearer ${token}` : token],
      ];
      // Even where the guard would accept its audience.
      expect(await outcome(own, put(idToken))).toBe('token_type_not_allowed 401');
      expect(await outcome(own, put(refreshToken))).toBe('token_malformed 401');
      const logout = await issuer.issue({ events: {} }, { header: { typ: 'logout+jwt' } });
      expect(await outcome(own, put(logout))).toBe('token_type_not_allowed 401');
      const nobody = await issuer.issueAccess({ aud: undefined });
      expect(await outcome(own, put(nobody))).toBe('claim_missing 401');
    }
  });

  it.each(['generic', 'keycloak', 'rfc9068'] as const)(
    '15: no other kind of token is an access token of the profile %s',
    async (profile) => {
      const own = guardOf(issuer, { profile });
      for (const claims of [
        { typ: 'ID' },
        { typ: 'Refresh' },
        { typ: 'Offline' },
        { typ: 'Logout' },
        { token_use: 'id' },
        { token_use: 'refresh' },
        { events: {} },
        { at_hash: 'x' },
      ]) {
        const token = await issuer.issue({ client_id: 'app', ...claims });
        expect(await outcome(own, bearer(token)), JSON.stringify(claims)).toMatch(
          /^(?:token_type_not_allowed|claim_missing) 401$/,
        );
      }
      for (const typ of ['logout+jwt', 'secevent+jwt', 'dpop+jwt', 'token-introspection+jwt']) {
        const token = await issuer.issue({ typ: 'Bearer' }, { header: { typ } });
        expect(await outcome(own, bearer(token)), typ).toBe('token_type_not_allowed 401');
      }
    },
  );

  it('15: no token for another API or of another client is let in', async () => {
    const other = await issuer.issueAccess({ aud: 'app' });
    expect(await outcome(guard, bearer(other))).toBe('audience_mismatch 401');
    const listed = guardOf(issuer, { authorizedParties: ['app'] });
    const foreign = await issuer.issueAccess({ azp: 'other' });
    expect(await outcome(listed, bearer(foreign))).toBe('client_not_allowed 401');
  });
});
