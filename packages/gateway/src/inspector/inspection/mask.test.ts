import { describe, expect, it } from 'vitest';
import { MASK, NO_MASK } from './mask.ts';

const SECRET = 'planted-7f3a';
/** Written together here, since the repository is searched for tokens. */
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWT = `${part({ alg: 'HS256' })}.${part({ sub: 'ada' })}.c2lnbmF0dXJl`;

describe('what is secret by its name', () => {
  it.each([
    'access_token',
    'PAccessToken',
    'PRefreshToken',
    'client_secret',
    'password',
    'passwd',
    'assertion',
    'credentials',
    'api_key',
    'apikey',
    'code',
  ])('is hidden, whatever it looks like: %s', (name) => {
    const hidden = MASK.json({ [name]: SECRET }, '');
    expect(hidden).toEqual({ [name]: '•••• (12 characters)' });
  });

  it('is hidden in lists, and in what is below it, whatever that is called', () => {
    const value = { tokens: [SECRET, { a: SECRET }], deep: { secrets: { name: [[SECRET]] } } };
    expect(JSON.stringify(MASK.json(value, ''))).not.toContain('planted');
    expect(MASK.json(SECRET, 'refresh_token')).not.toContain('planted');
  });

  it.each(['token_type', 'token_use', 'token_endpoint_auth_method', 'token_id', 'expires_in'])(
    'is not what only says something of a token: %s',
    (name) => {
      expect(MASK.json({ [name]: 'Bearer' }, '')).toEqual({ [name]: 'Bearer' });
    },
  );

  it('is shown where it is empty: there is none', () => {
    expect(MASK.json({ PAccessToken: '' }, '')).toEqual({ PAccessToken: '' });
  });
});

describe('what looks like a token', () => {
  it.each([
    ['a JWT', JWT],
    ['the beginning of one', JWT.slice(0, 40)],
    ['a cookie of Vouch Proxy', 'H4sIAAAAAAAA_0rLz1eyUkpKLFKqBQAAAP__'],
    ['what was sealed here', 'v1.abcdefghijk.AAAAAAAAAAAA'],
  ])('is hidden in any text, and under any name: %s', (_, token) => {
    const told = `see ${token} here`;
    expect(MASK.text(told)).not.toContain(token);
    expect(MASK.text(told)).toMatch(/^see ••••.*here$/);
    expect(JSON.stringify(MASK.json({ note: [told], [token]: 1 }, ''))).not.toContain(token);
  });

  it('is no plain word, number or address', () => {
    for (const text of ['ada@example.edu', 'https://cilogon.org/oauth2/certs', '1767225600', '']) {
      expect(MASK.text(text)).toBe(text);
    }
    expect(MASK.json({ sub: 'ada', exp: 1, on: true, none: null }, '')).toEqual({
      sub: 'ada',
      exp: 1,
      on: true,
      none: null,
    });
  });
});

it('is all shown where that was asked for', () => {
  const value = { access_token: JWT };
  expect([NO_MASK.json(value, ''), NO_MASK.text(JWT), NO_MASK.token(JWT)]).toEqual([
    value,
    JWT,
    JWT,
  ]);
});
