import { encodeBase64Url, encodeUtf8 } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import {
  ADA,
  accessToken,
  clock,
  cookieOf,
  idToken,
  inParts,
  refreshToken,
  SECRET,
  verifier,
} from '../inspector.fixture.ts';
import { inspect } from './inspect.ts';
import type { Inspection } from './inspection.ts';

const value = await cookieOf();
const bare = await cookieOf(ADA, { compress: false });
const keys = { vouchKeys: [{ secret: SECRET }], verifier, clock };

const kinds = ({ layers }: Inspection) => layers.map(({ kind, path }) => [kind, ...path].join(' '));
const codes = ({ warnings }: Inspection) =>
  warnings.map(({ code, path }) => [code, ...path].join(' '));
const layerAt = ({ layers }: Inspection, ...path: string[]) =>
  layers.findLast((layer) => layer.path.join() === path.join());
const claim = (found: Inspection, name: string, ...path: string[]) =>
  layerAt(found, ...path)?.claims?.find((each) => each.name === name);

describe("a cookie of FABRIC's Vouch Proxy", () => {
  it.each([
    ['a field', `Cookie: VouchCookie=${value}`, 'cookie-field', 'VouchCookie'],
    [
      'parts in a strange order',
      inParts(value, 3).toReversed().join('; '),
      'named-value',
      'VouchCookie',
    ],
    ['a value', value, 'value', undefined],
    ['a value without its padding', value.replace(/=+$/, ''), 'value', undefined],
    ['a value that is not compressed', bare, 'value', undefined],
  ])('as %s is shown from the outside in', async (what, text, input, name) => {
    const found = await inspect(text, keys);
    const path = name === undefined ? '' : ` ${name}`;
    expect(found.input).toBe(input);
    expect(kinds(found)).toEqual([
      ...(name === undefined ? [] : [`cookie${path}`]),
      ...(what.endsWith('not compressed') ? [] : [`base64url${path}`, `gzip${path}`]),
      `jwt${path}`,
      `opaque${path} PAccessToken`,
      `jwt${path} PIdToken`,
      `opaque${path} PRefreshToken`,
    ]);
  });

  it('has a clock on every time, and on nothing else', async () => {
    const found = await inspect(value, keys);
    const times = found.layers.flatMap(({ claims = [] }) =>
      claims.filter((each) => each.clock !== undefined).map((each) => `${each.name} ${each.clock}`),
    );
    expect(times.toSorted()).toEqual([
      'auth_time 1 h 1 min ago',
      'exp 45 min ago',
      'exp in 3 h 12 min',
      'iat 1 h ago',
    ]);
    expect(layerAt(found, 'PAccessToken')?.facts).toContainEqual({
      name: 'lifetime',
      value: '900000 ms: 15 min',
    });
    expect(layerAt(found, 'PRefreshToken')?.facts).toContainEqual({
      name: 'ends',
      value: '2026-01-01T23:59:00.000Z (in 23 h 59 min)',
    });
  });

  it('has each claim explained, with its scope and where that is written', async () => {
    const found = await inspect(value, keys);
    expect(claim(found, 'CustomClaims.email')).toMatchObject({
      text: 'ada@example.edu',
      scope: 'email',
      source: 'OpenID Connect Core 1.0 section 5.1',
    });
    expect(claim(found, 'idp_name', 'PIdToken')).toMatchObject({ scope: 'org.cilogon.userinfo' });
    // What a claim means depends on whose it is.
    expect(claim(found, 'aud')?.source).toMatch(/^Vouch/);
    expect(claim(found, 'aud', 'PIdToken')?.source).toBe('RFC 7519 section 4.1.3');
    for (const { claims = [] } of found.layers) {
      for (const each of claims) expect(each.about, each.name).toMatch(/[.]$/);
    }
  });

  it('says how large it was, and who made it', async () => {
    const found = await inspect(value, keys);
    const { facts } = found.layers.find(({ kind }) => kind === 'gzip') ?? {};
    expect(facts?.[0]?.value).toMatch(/^\d{3,4} bytes$/);
    expect(facts?.[1]?.value).toMatch(/^\d{4} bytes, of which \d\d % are left$/);
    expect(facts?.[2]?.value).toMatch(/^unknown \(255\): Go/);
  });

  it('is warned of', async () => {
    expect(codes(await inspect(`VouchCookie=${value}`, keys))).toEqual([
      'audience_several VouchCookie',
      'shared_with_hosts VouchCookie',
      'refresh_token VouchCookie',
      'email_unverified VouchCookie',
      'id_token_expired VouchCookie PIdToken',
    ]);
  });
});

it('an email that its issuer did not verify is warned of, however it says so', async () => {
  for (const word of [false, 'False', '0', 0]) {
    const cookie = await cookieOf({ ...ADA, customClaims: { email_verified: word } });
    expect(codes(await inspect(cookie, keys))).toContain('email_unverified');
  }
  for (const customClaims of [
    { email_verified: true },
    { email_verified: 'true' },
    {},
    undefined,
  ]) {
    const cookie = await cookieOf({ ...ADA, customClaims });
    expect(codes(await inspect(cookie, keys))).not.toContain('email_unverified');
  }
});

it('a token that two claims have is taken out of each by its own step', async () => {
  const cookie = await cookieOf({ ...ADA, customClaims: { one: idToken, two: idToken } });
  const found = await inspect(cookie, keys);
  const lines = ['one', 'two'].map((name) => layerAt(found, 'CustomClaims', name)?.steps[0]?.line);
  expect(lines[0]).toMatch(/ 'CustomClaims' 'one'$/);
  expect(lines[1]).toMatch(/ 'CustomClaims' 'two'$/);
});

describe('a signature', () => {
  const stateOf = async (text: string, options = {}, ...path: string[]) =>
    layerAt(await inspect(text, { clock, ...options }), ...path)?.signature?.state;

  it('is not checked without a key, and said to be so', async () => {
    expect(await stateOf(value)).toBe('not checked');
    expect(await stateOf(value, {}, 'PIdToken')).toBe('not checked');
  });

  it('is verified with the right key, each with its own', async () => {
    expect(await stateOf(value, keys)).toBe('verified');
    expect(await stateOf(value, keys, 'PIdToken')).toBe('verified');
    const both = { vouchKeys: [{ secret: 'x'.repeat(44) }, { secret: SECRET }] };
    expect(await stateOf(value, both)).toBe('verified');
  });

  it('of a cookie that has ended is still its own', async () => {
    const ended = await cookieOf({ ...ADA, expiresAt: clock.seconds() - 1 });
    const found = await inspect(ended, keys);
    expect(layerAt(found)?.signature?.state).toBe('verified');
    expect(codes(found)).toContain('expired');
  });

  it('is forged with another key, or of a token that was changed', async () => {
    const other = await cookieOf(ADA, { secret: 'y'.repeat(44) });
    expect(await stateOf(other, keys)).toBe('forged');
    expect(codes(await inspect(other, keys))).toContain('signature_forged');
    const [head, , tail] = idToken.split('.');
    const claims = encodeBase64Url(
      encodeUtf8(JSON.stringify({ iss: 'https://cilogon.test', sub: 'x', exp: 9e9 })),
    );
    expect(await stateOf(`${head}.${claims}.${tail}`, keys)).toBe('forged');
  });

  it('by a public key is not taken for one by a secret of the same letters', async () => {
    const confused = await cookieOf(ADA, { secret: 'PEM' });
    expect(await stateOf(confused, { vouchKeys: [{ publicKey: 'PEM' }] })).toBe('not checked');
  });

  it('of no algorithm is none', async () => {
    const unsigned = `${encodeBase64Url(encodeUtf8('{"alg":"none"}'))}.${encodeBase64Url(encodeUtf8('{"iss":"https://cilogon.test","exp":9e9}'))}.`;
    expect(await stateOf(unsigned, keys)).toBe('not signed');
    expect(codes(await inspect(unsigned, keys))).toContain('algorithm_none');
  });

  it('by a short secret is warned of, where the secret was given', async () => {
    const short = await cookieOf(ADA, { secret: 'short', compress: false });
    expect(codes(await inspect(short, { clock, vouchKeys: [{ secret: 'short' }] }))).toContain(
      'secret_short',
    );
    expect(codes(await inspect(short, { clock }))).not.toContain('secret_short');
  });
});

describe('it is said of', () => {
  it.each([
    ['nothing', '', [], []],
    ['a field without cookies', 'Cookie: ', [], ['unreadable']],
    ['a word', 'hello', ['unknown'], ['unreadable']],
    ['base64 of something else', 'AAECAwQFBgcICQ==', ['base64url', 'unknown'], ['unreadable']],
    ['gzip that is cut off', value.slice(0, 400), ['base64url', 'unknown'], ['unreadable']],
    ['dots', 'a.b.c', ['unknown'], ['unreadable']],
    [
      'a JWE',
      `${encodeBase64Url(encodeUtf8('{"alg":"RSA-OAEP","enc":"A256GCM"}'))}.a.b.c.d`,
      ['jwe'],
      [],
    ],
    [
      'what Drawbridge sealed',
      `__Host-drawbridge=v1.abcdefghijk.${'A'.repeat(60)}`,
      ['cookie __Host-drawbridge', 'sealed __Host-drawbridge'],
      [],
    ],
    [
      'parts of which one is missing',
      inParts(value, 3).slice(1).join('; '),
      [],
      ['part_missing VouchCookie'],
    ],
    [
      'a part that is there twice',
      [...inParts(value, 2), 'VouchCookie_1of2=x'].join('; '),
      [],
      ['duplicate VouchCookie'],
    ],
    ['too much', 'x'.repeat(200_000), [], ['too_large']],
  ])('%s', async (_, text, layers, warnings) => {
    const found = await inspect(text, { clock });
    expect([kinds(found), codes(found)]).toEqual([layers, warnings]);
  });

  it('a cookie that is there twice, and each is shown', async () => {
    const found = await inspect(
      `V=${value}; V=${await cookieOf({ ...ADA, username: 'bob' })}`,
      keys,
    );
    expect(found.layers.filter(({ kind }) => kind === 'cookie')).toHaveLength(2);
    expect(codes(found)[0]).toBe('duplicate V');
  });

  it('a cookie that is set without Secure and HttpOnly, for a domain', async () => {
    const found = await inspect(`Set-Cookie: V=${value}; Path=/; Domain=.example.edu`, { clock });
    expect(codes(found).slice(0, 3)).toEqual([
      'attribute_missing V',
      'attribute_missing V',
      'shared_with_hosts V',
    ]);
  });

  it('other cookies of a field nothing', async () => {
    const found = await inspect(`Cookie: theme=dark; V=${value}; session=AAECAwQFBgcICQ`, {
      clock,
    });
    expect(new Set(found.layers.map(({ path }) => path[0]))).toEqual(new Set(['V']));
  });

  it('more than one cookie may have in it, however many are there and however small they are packed', async () => {
    const large = await cookieOf({ ...ADA, customClaims: { a: 'b'.repeat(30_000) } });
    expect(large.length).toBeLessThan(3000);
    const found = await inspect(`V=${large}; V=${large}; V=${large}; V=${large}`, { clock });
    expect(found.layers.filter(({ kind }) => kind === 'jwt' || kind === 'opaque')).toHaveLength(4);
    expect(codes(found).filter((code) => code === 'too_large V')).toHaveLength(3);
  });

  it('a cookie that is for thousands of domains, by the names of a few', async () => {
    const audience = `${'a,'.repeat(9000)}${'b.'.repeat(9000)}`;
    const { warnings } = await inspect(await cookieOf({ ...ADA, audience }), keys);
    expect(warnings.find(({ code }) => code === 'audience_several')?.text).toMatch(
      /^It counts for 9001 domains: a, a, a, a, a, a, a, a and 8993 more\. /,
    );
    expect(Math.max(...warnings.map(({ text }) => text.length))).toBeLessThan(600);
  });

  it('a member that is there twice', async () => {
    const twice = encodeBase64Url(encodeUtf8('{"iss":"a","iss":"b"}'));
    const found = await inspect(`${encodeBase64Url(encodeUtf8('{"alg":"RS256"}'))}.${twice}.AAAA`);
    expect(found.warnings[0]?.text).toMatch(/two members with the same name/);
  });
});

describe('tokens', () => {
  const secrets = {
    value,
    idToken,
    accessToken,
    refreshToken,
    signature: idToken.split('.')[2] ?? '',
  };

  it.each(Object.entries(secrets))(
    'are not in it unless it was asked for: %s',
    async (_, secret) => {
      const masked = JSON.stringify(await inspect(`VouchCookie=${value}`, keys));
      expect(masked).not.toContain(secret);
      expect(masked).not.toContain('8f3a1c2b77de40f19a');
      expect(masked).not.toContain(SECRET);
    },
  );

  it('are in it when it was asked for', async () => {
    const shown = await inspect(`VouchCookie=${value}`, { ...keys, showTokens: true });
    expect(claim(shown, 'PIdToken', 'VouchCookie')).toMatchObject({
      value: idToken,
      isMasked: false,
    });
    const hidden = await inspect(`VouchCookie=${value}`, keys);
    expect(claim(hidden, 'PIdToken', 'VouchCookie')).toMatchObject({ isMasked: true });
    expect(JSON.stringify(shown)).not.toContain(SECRET);
  });
});
