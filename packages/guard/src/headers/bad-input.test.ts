import type { HeaderField } from '@drawbridge/core';
import {
  createTestClock,
  createTestIssuer,
  forgeHostileAccess,
  forgeHostileHeaders,
  toApisixHeaders,
} from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../create-guard.ts';
import { bearer, judge, outcome } from '../outcome.fixture.ts';
import { APISIX } from '../profiles/apisix.ts';

const clock = createTestClock();
const issuer = await createTestIssuer({ algorithms: ['ES256'], clock });
const guard = createGuard({ ...issuer.guardOptions, headers: APISIX, authorizedParties: ['web'] });
const plain = createGuard(issuer.guardOptions);
const token = await issuer.issueAccess();
const hostileHeaders = await forgeHostileHeaders(issuer);

describe('header fields that carry no token', () => {
  it.each([
    ['no field at all', []],
    ['an empty field', [['Authorization', '']]],
    ['another scheme', [['Authorization', 'Basic YWxpY2U6c2VjcmV0']]],
    ['the token without a scheme', [['Authorization', token]]],
    ['a scheme that begins as Bearer does', [['Authorization', `BearerX ${token}`]]],
    ['the token in a field of another proxy', [['X-Forwarded-Access-Token', token]]],
    ['a token in a cookie', [['Cookie', `token=${token}`]]],
  ] as [string, HeaderField[]][])(
    '%s: 401, and a challenge without an error',
    async (_, fields) => {
      const { fault, reply } = await judge(plain, fields);
      expect([fault?.code, reply?.status]).toEqual(['credentials_missing', 401]);
      expect(reply?.headers).toContainEqual(['www-authenticate', 'Bearer']);
    },
  );

  it('says where a token was looked for, and which switch to look at', async () => {
    const { fault } = await judge(guard, []);
    expect(fault?.message).toContain('X-Access-Token or Authorization: Bearer');
    expect(fault?.hint).toContain('apisix');
  });
});

describe('header fields that are spelled otherwise', () => {
  it.each([
    ['lower case', [['authorization', `bearer ${token}`]]],
    ['upper case', [['AUTHORIZATION', `BEARER ${token}`]]],
    ['two spaces', [['Authorization', `Bearer  ${token}`]]],
  ] as [string, HeaderField[]][])('%s: is the same', async (_, fields) => {
    expect(await outcome(plain, fields)).toBe('alice');
  });

  it.each([
    ['64 KB of a token', `Bearer ${'a'.repeat(65_536)}`, 'token_too_large 401'],
    ['64 KB of a JWT', `Bearer ${token}${'a'.repeat(65_536)}`, 'token_too_large 401'],
    ['64 KB of dots', `Bearer ${'.'.repeat(65_536)}`, 'token_too_large 401'],
    ['64 KB of spaces', `Bearer${' '.repeat(65_536)}`, 'credentials_malformed 400'],
    ['64 KB beyond ASCII', `Bearer ${'\u00e9'.repeat(65_536)}`, 'token_too_large 401'],
    ['the scheme alone', 'Bearer', 'credentials_malformed 400'],
    ['quotation marks', `Bearer "${token}"`, 'token_malformed 401'],
    ['a letter beyond ASCII', `Bearer ${token}\u00e9`, 'token_malformed 401'],
    ['a letter whose lower bits are ASCII', `Bearer ${token}\u0141`, 'token_malformed 401'],
    ['half of a surrogate pair', 'Bearer \ud800', 'token_malformed 401'],
    ['a zero byte', `Bearer ${token}\0`, 'token_malformed 401'],
    ['a line feed', `Bearer ${token}\n`, 'token_malformed 401'],
    ['two tokens', `Bearer ${token} ${token}`, 'credentials_malformed 400'],
    [
      'two fields that were joined',
      `Bearer ${token}, Bearer ${token}`,
      'credentials_ambiguous 400',
    ],
    ['a token that is none', 'Bearer a', 'token_malformed 401'],
    ['broken base64', `Bearer ${token.replace('.', '=.')}`, 'token_malformed 401'],
    ['a token cut off', `Bearer ${token.slice(0, -22)}`, 'signature_invalid 401'],
  ])('%s: is refused', async (_, value, expected) => {
    expect(await outcome(plain, [['Authorization', value]])).toBe(expected);
  });

  it('joined by a Request of the web platform: is refused all the same', async () => {
    const request = new Request('https://api.test/', {
      headers: [
        ['authorization', `Bearer ${token}`],
        ['authorization', `Bearer ${token}`],
      ],
    });
    await expect(plain.identify(request)).rejects.toMatchObject({ code: 'credentials_ambiguous' });
  });
});

describe('what is hostile', () => {
  it.each(hostileHeaders)('beside a good access token: $name', async ({ headers, code }) => {
    const { fault, reply } = await judge(guard, headers);
    expect(fault?.code).toBe(code);
    expect(reply?.status).toBe(
      code.startsWith('credentials_') && code !== 'credentials_missing' ? 400 : 401,
    );
  });

  it('leaves the same person in, when all belongs together', async () => {
    const { accessToken, idToken, refreshToken } = (await issuer.grant({
      sub: 'mallory',
    })) as Required<Awaited<ReturnType<typeof issuer.grant>>>;
    const fields = toApisixHeaders(
      { accessToken, idToken, refreshToken },
      { set_raw_id_token_header: true, set_refresh_token_header: true },
    );
    expect(await outcome(guard, fields)).toBe('mallory');
  });

  it('in an ID token: a foreign character is refused by whoever verifies it', async () => {
    const { accessToken, idToken = '' } = await issuer.grant();
    for (const [text, expected] of [
      [`${idToken}\u00e9`, 'token_malformed 401'],
      [`${idToken}"`, 'token_malformed 401'],
      ['\u0141', 'token_malformed 401'],
      [`${idToken}, ${idToken}`, 'credentials_ambiguous 400'],
    ] as const) {
      const fields = toApisixHeaders(
        { accessToken, idToken: text },
        { set_raw_id_token_header: true },
      );
      expect(await outcome(guard, fields)).toBe(expected);
    }
  });

  it('in a refresh token: is nothing, for nobody here judges it', async () => {
    const fields = toApisixHeaders(
      { accessToken: token, refreshToken: '"\u00e9' },
      { set_refresh_token_header: true },
    );
    expect((await judge(guard, fields)).caller?.refresh?.raw).toBe('"\u00e9');
  });

  for (const profile of ['generic', 'rfc9068', 'keycloak'] as const) {
    const judging = createGuard({ ...issuer.guardOptions, authorizedParties: ['web'], profile });
    it(`instead of an access token of the profile ${profile}`, async () => {
      for (const { name, token: hostile, code } of await forgeHostileAccess(issuer, { profile })) {
        expect(await outcome(judging, bearer(hostile)), name).toBe(`${code} 401`);
      }
      const good = await issuer.issueAccess({}, { profile });
      expect(await outcome(judging, bearer(good))).toBe('alice');
    });
  }

  it('as cnf: is refused unless the guard is told that the proxy checks it', async () => {
    const bound = await issuer.issueAccess({ cnf: { jkt: 'x' } });
    expect(await outcome(plain, bearer(bound))).toBe('token_bound 401');
    const told = createGuard({ ...issuer.guardOptions, senderConstrained: 'checked-by-proxy' });
    expect(await outcome(told, bearer(bound))).toBe('alice');
  });
});
