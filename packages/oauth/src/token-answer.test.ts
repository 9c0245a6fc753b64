import { DrawbridgeError } from '@drawbridge/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../tools/any-character.ts';
import { faultOf, json, jwtOf, testEndpoint, URL_OF_IT } from './endpoint.fixture.ts';
import { refreshTokens } from './refresh-tokens.ts';
import { requestClientCredentials } from './request-client-credentials.ts';
import type { TokenSet } from './token-set.ts';

const NOW = 1_700_000_000;
const clock = { now: () => NOW * 1000 + 999, monotonic: () => 0 };
const once = { retries: 0, clock };
const GOOD = { access_token: 'the-access-token', token_type: 'Bearer' };

const tokensOf = (answer: Response) =>
  requestClientCredentials(
    testEndpoint(() => answer),
    {},
    once,
  );
const tokensWith = (members: object) => tokensOf(json({ ...GOOD, ...members }));

/** The same members, with a value that JSON has no other way to write. */
const tokensWithRaw = (member: string) =>
  tokensOf(new Response(JSON.stringify(GOOD).replace('}', `,${member}}`)));

describe('a lifetime', () => {
  it.each([
    [3600, 3600],
    ['3600', 3600],
    [0, 0],
    [59.9, 59],
    [2 ** 31 - 1, 2 ** 31 - 1],
  ])('of %j is one of %i seconds', async (expires_in, seconds) => {
    expect((await tokensWith({ expires_in })).expiresAt).toBe(NOW + seconds);
  });

  it.each(
    [
      -1,
      -0.5,
      '-1',
      '',
      ' ',
      '3600 ',
      '3600s',
      '1e3',
      '0x10',
      'soon',
      'NaN',
      '99999999999999999999',
      9_223_372_036_854_775_807n,
      1e300,
      2 ** 32 + 1,
      true,
      [3600],
      {},
    ].filter((value) => value !== ''),
  )('of %s is none', async (given) => {
    const written = typeof given === 'bigint' ? String(given) : JSON.stringify(given);
    const fault = await faultOf(tokensWithRaw(`"expires_in":${written}`), GOOD.access_token);
    expect(fault.code).toBe('token_endpoint_invalid');
    expect(fault.message).toContain("'expires_in' property");
  });

  it.each(['NaN', 'Infinity', '-Infinity'])('of %s is no JSON at all', async (written) => {
    const fault = await faultOf(tokensWithRaw(`"expires_in":${written}`));
    expect(fault.code).toBe('token_endpoint_invalid');
  });

  it('of 1e999, which JSON may write, is none', async () => {
    expect((await faultOf(tokensWithRaw('"expires_in":1e999'))).message).toContain('expires_in');
  });

  it('that is not given is that of a signed JWT', async () => {
    const given = async (claims: object) =>
      (await tokensWith({ access_token: jwtOf(claims) })).expiresAt;
    expect(await given({ exp: NOW + 60.7 })).toBe(NOW + 60);
    for (const exp of [undefined, '1', 1e300, null, [1], true]) {
      expect(await given({ exp })).toBeUndefined();
    }
    expect((await tokensWith({})).expiresAt).toBeUndefined();
  });

  it('that is given goes before that of a signed JWT, whose clock is another', async () => {
    const access_token = jwtOf({ exp: NOW + 60 });
    expect((await tokensWith({ access_token, expires_in: 300 })).expiresAt).toBe(NOW + 300);
  });

  it('is counted from when the request was sent', async () => {
    let seconds = NOW;
    const slow = { now: () => seconds * 1000, monotonic: () => 0 };
    const endpoint = testEndpoint(() => {
      seconds += 15;
      return json({ ...GOOD, expires_in: 60 });
    });
    const tokens = await requestClientCredentials(endpoint, {}, { ...once, clock: slow });
    expect(tokens).toMatchObject({ obtainedAt: NOW + 15, expiresAt: NOW + 60 });
  });
});

describe('the kind of a token', () => {
  it.each(['Bearer', 'bearer', 'BEARER'])(
    'is Bearer, however it is written: %s',
    async (token_type) => {
      expect((await tokensWith({ token_type })).tokenType).toBe('Bearer');
    },
  );

  it('is not DPoP: what to do is said', async () => {
    const fault = await faultOf(tokensWith({ token_type: 'DPoP' }), GOOD.access_token);
    expect(fault.code).toBe('token_endpoint_invalid');
    expect(fault.message).toBe(
      `${URL_OF_IT} gave a token that is bound to a key (token_type DPoP), and only bearer tokens can be carried on`,
    );
    expect(fault.hint).toContain('dpop_bound_access_tokens');
  });

  it.each(['N_A', 'mac', 'constructor', '__proto__', '', null, 1, ['Bearer']])(
    'is not %j',
    async (token_type) => {
      const fault = await faultOf(tokensWith({ token_type }), GOOD.access_token);
      expect(fault.code).toBe('token_endpoint_invalid');
    },
  );
});

describe('a token', () => {
  const BAD = [
    'a\nb',
    'a\r\nX-Injected: 1',
    '\u001b[2J',
    'é',
    '\u0000',
    '\u202e',
    '',
    null,
    1,
    ['a'],
  ];

  it.each(BAD)('is not %j', async (access_token) => {
    expect((await faultOf(tokensWith({ access_token }))).code).toBe('token_endpoint_invalid');
  });

  it.each(BAD.filter((token) => token !== '' && token !== null))(
    'for the next refresh is not %j',
    async (refresh_token) => {
      expect((await faultOf(tokensWith({ refresh_token }))).code).toBe('token_endpoint_invalid');
    },
  );

  it.each([...BAD.filter((token) => token !== '' && token !== null), 'opaque', 'a.b.c', 'a.b.c.d'])(
    'of identity is not %j',
    async (id_token) => {
      expect((await faultOf(tokensWith({ id_token }))).message).toContain(
        'an ID token that is no JWT',
      );
    },
  );

  it('of identity is kept, be it encrypted, and is not judged', async () => {
    for (const id_token of [jwtOf({ iss: 'nobody', exp: 1 }), 'e30.a.b.c.d']) {
      expect((await tokensWith({ id_token })).idToken).toBe(id_token);
    }
  });
});

it('what is null or empty is not given', async () => {
  const none = { expires_in: null, refresh_token: null, id_token: null, scope: null };
  const expected = { accessToken: GOOD.access_token, tokenType: 'Bearer', obtainedAt: NOW };
  expect(await tokensWith(none)).toEqual(expected);
  expect(await tokensWith({ refresh_token: '', id_token: '', scope: '' })).toEqual(expected);
});

/** What is a token set by its type, looked at member by member. */
function isWellFormed(tokens: TokenSet): boolean {
  const { accessToken, tokenType, obtainedAt, expiresAt, refreshToken, idToken, scope } = tokens;
  const texts = [accessToken, refreshToken ?? 'x', idToken ?? 'x', scope ?? 'x'];
  return (
    texts.every((text) => typeof text === 'string' && /^[\x20-\x7e]+$/.test(text)) &&
    tokenType === 'Bearer' &&
    obtainedAt === NOW &&
    (expiresAt === undefined || Number.isSafeInteger(expiresAt))
  );
}

describe('whatever is answered', () => {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.string(),
    fc.double(),
    fc.integer(),
    fc.constantFrom('Bearer', 'DPoP', '3600', jwtOf({ sub: 'alice', exp: NOW }), 'a.b.c', '\n'),
  );
  const answer = fc.record(
    {
      access_token: fc.oneof(fc.constant('token'), fc.constant(jwtOf({ sub: 'bob' })), value),
      token_type: fc.oneof(fc.constant('Bearer'), value),
      expires_in: value,
      refresh_token: value,
      id_token: value,
      scope: value,
      error: value,
      __proto__: value,
    },
    { requiredKeys: [] },
  );
  const status = fc.oneof(
    { weight: 5, arbitrary: fc.constant(200) },
    { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
  );
  const withoutBody = [204, 205, 304];

  async function outcomeOf(body: string, code: number): Promise<'tokens' | 'fault'> {
    const response = () => new Response(withoutBody.includes(code) ? null : body, { status: code });
    const held = { accessToken: jwtOf({ sub: 'alice', iss: 'i' }), refreshToken: 'r' };
    const works = [
      requestClientCredentials(testEndpoint(response), {}, once),
      refreshTokens(testEndpoint(response), { refreshToken: 'r', held }, once),
    ];
    const [outcome] = await Promise.all(
      works.map(async (work) => {
        try {
          expect(isWellFormed(await work)).toBe(true);
          return 'tokens' as const;
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(DrawbridgeError);
          expect((thrown as DrawbridgeError).code).toMatch(/^token_endpoint_|^sign_in_needed$/);
          return 'fault' as const;
        }
      }),
    );
    return outcome ?? 'fault';
  }

  it('in JSON is a token set or a fault, and each of them is seen', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(answer, status, async (members, code) => {
        seen.add(await outcomeOf(JSON.stringify(members), code));
      }),
      { numRuns: 1500 },
    );
    expect(seen).toEqual(new Set(['tokens', 'fault']));
  });

  it('in any text is a fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: anyCharacter }), status, async (text, code) => {
        expect(await outcomeOf(text, code)).toBe('fault');
      }),
      { numRuns: 200 },
    );
  });
});
