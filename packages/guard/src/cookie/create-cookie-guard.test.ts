import { inspect } from 'node:util';
import { DrawbridgeError, type HeaderField } from '@drawbridge/core';
import { createVouchCodec } from '@drawbridge/oauth';
import * as fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { secretsIn } from '../adapters/secrets.fixture.ts';
import { NO_PEER } from '../headers/request-fields.ts';
import { check } from '../requirements/check.ts';
import { claim } from '../requirements/claim.ts';
import { role } from '../requirements/roles.ts';
import { scopes } from '../requirements/scopes.ts';
import { clock, cookieOf, KEYS, outcomeOf, stageCookieGuard, TOKENS } from './cookie.fixture.ts';
import type { CookieCaller } from './cookie-caller.ts';
import { createCookieGuard } from './create-cookie-guard.ts';
import { VOUCH_TOKEN_HEADERS } from './options.ts';

const NAME = 'VouchCookie';
const field = (value: string): HeaderField => ['Cookie', value];
const ada = await cookieOf('ada@example.com');
const bo = await cookieOf('bo@example.com');
const expired = await cookieOf('ada@example.com', { expiresAt: 1 });
const other = createVouchCodec({
  keys: [{ secret: 'another secret, that is as long as the first' }],
});
const forged = await cookieOf('ada@example.com', {}, other);

const nameless = await cookieOf('');
const elsewhere = await cookieOf('ada', { audience: 'ople.example.com,example.org' });
const endless = await cookieOf('cy', { expiresAt: undefined });

/** A value in pieces, as cookies. */
function parts(value: string, of: number, name = NAME): string {
  const length = Math.ceil(value.length / of);
  return Array.from(
    { length: of },
    (_, index) =>
      `${name}_${index + 1}of${of}=${value.slice(index * length, (index + 1) * length)}`,
  )
    .toReversed()
    .join('; ');
}

describe('createCookieGuard refuses', () => {
  const { guard, log } = stageCookieGuard({ audience: 'people.example.com' });

  it.each([
    ['no cookie', [], 'credentials_missing 401'],
    ['a cookie of another name', [field(`Vouch=${ada}`)], 'credentials_missing 401'],
    ['an empty one', [field(`${NAME}=`)], 'credentials_missing 401'],
    [
      'a part that is missing',
      [field(parts(ada, 3).split('; ').slice(1).join('; '))],
      'credentials_missing 401',
    ],
    ['one that is no cookie of Vouch', [field(`${NAME}=delete`)], 'token_malformed 401'],
    ['one of another secret', [field(`${NAME}=${forged}`)], 'signature_invalid 401'],
    ['one that has expired', [field(`${NAME}=${expired}`)], 'token_expired 401'],
    ['one without a user', [field(`${NAME}=${nameless}`)], 'claim_missing 401'],
    ['one for another domain', [field(`${NAME}=${elsewhere}`)], 'audience_mismatch 401'],
    ['one in a header field', [['X-Vouch-Token', ada]], 'credentials_missing 401'],
    ['one as a bearer token', [['Authorization', `Bearer ${ada}`]], 'credentials_missing 401'],
    [
      'a thousand fields',
      [...Array.from({ length: 1000 }, (): HeaderField => ['a', 'b']), field(`${NAME}=${ada}`)],
      'header_too_large 400',
    ],
  ] satisfies [string, HeaderField[], string][])('%s', async (_, headers, outcome) => {
    expect(await outcomeOf(guard, ...headers)).toBe(outcome);
  });

  it('and tells the caller of it as of a token', async () => {
    const refusalOf = async (headers: HeaderField[]) => {
      const thrown: unknown = await guard
        .identify({ headers, peer: NO_PEER })
        .catch((fault) => fault);
      return guard.refuse(thrown);
    };
    const none = await refusalOf([]);
    expect(none.headers).toContainEqual(['www-authenticate', 'Bearer']);
    const bad = await refusalOf([field(`${NAME}=${expired}`)]);
    expect(bad.headers).toContainEqual([
      'www-authenticate',
      'Bearer error="invalid_token", error_description="The token has expired."',
    ]);
    expect(JSON.parse(String(bad.body))).toMatchObject({ code: 'token_expired' });
  });

  it('and logs why, without a secret', async () => {
    const sent = [ada, expired, forged, `${ada}x`];
    for (const value of sent) await outcomeOf(guard, field(`${NAME}=${value}`));
    expect(log.text()).toContain('token_expired');
    const secrets = [...secretsIn(sent), ...Object.values(TOKENS), KEYS[0].secret];
    expect(secrets.filter((secret) => log.text().includes(secret))).toEqual([]);
  });

  it('whatever is sent, and never by a fault of ours (property)', async () => {
    const anywhere = stageCookieGuard({ headers: VOUCH_TOKEN_HEADERS, checkHost: true }).guard;
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.nat({ max: ada.length - 1 }).map((at) => ada.slice(0, at)),
      fc.nat({ max: ada.length - 1 }).map((at) => `${ada.slice(0, at)}x${ada.slice(at + 2)}`),
    );
    const name = fc.constantFrom(
      'Cookie',
      'X-Vouch-Token',
      'Authorization',
      'Host',
      'x-vouch_token',
    );
    const headers = fc.array(
      fc.tuple(name, fc.constantFrom('', `${NAME}=`, `${NAME}_1of2=`, 'Bearer '), value),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(headers, async (sent) => {
        const fields = sent.map(([named, before, after]): HeaderField => [named, before + after]);
        expect(await outcomeOf(anywhere, ...fields)).toMatch(/ (400|401)$/);
      }),
    );
  });
});

describe('createCookieGuard accepts', () => {
  it.each([
    ['a cookie', [field(`a=b; ${NAME}=${ada}; c`)], 'ada@example.com'],
    ['its parts', [field(`a=b; ${parts(ada, 3)}`)], 'ada@example.com'],
    ['parts in fields of their own', parts(ada, 2).split('; ').map(field), 'ada@example.com'],
    ['the good one of two', [field(`${NAME}=${forged}; ${NAME}=${ada}`)], 'ada@example.com'],
    [
      'parts behind one that was planted',
      [field(`${NAME}=x; ${parts(ada, 2)}`)],
      'ada@example.com',
    ],
    ['the first of two good ones', [field(`${NAME}=${bo}; ${NAME}=${ada}`)], 'bo@example.com'],
    ['one that does not end', [field(`${NAME}=${endless}`)], 'cy'],
  ] satisfies [string, HeaderField[], string][])('%s', async (_, headers, outcome) => {
    expect(await outcomeOf(stageCookieGuard().guard, ...headers)).toBe(outcome);
  });

  it('a cookie of another name, of another algorithm, or of a key that was signed with before', async () => {
    const before = { secret: 'what was the secret until it was changed for another' } as const;
    const algorithm = 'HS512';
    const codec = createVouchCodec({ keys: [before], algorithm, compress: false });
    const value = await cookieOf('ada', {}, codec);
    const { guard } = stageCookieGuard({
      cookieName: 'fabric-service-alpha',
      keys: [...KEYS, before],
      algorithm,
    });
    expect(await outcomeOf(guard, field(`fabric-service-alpha=${value}`))).toBe('ada');
    expect(await outcomeOf(guard, field(`fabric-service-alpha=${ada}`))).toMatch(/^algorithm_not/);
  });

  it('its value in header fields where that is asked for', async () => {
    const { guard } = stageCookieGuard({ headers: VOUCH_TOKEN_HEADERS });
    expect(await outcomeOf(guard, ['x-vouch-token', ada])).toBe('ada@example.com');
    expect(await outcomeOf(guard, ['authorization', `bearer ${ada}`])).toBe('ada@example.com');
    expect(await outcomeOf(guard, field(`${NAME}=${bo}`), ['X-Vouch-Token', ada])).toBe(
      'bo@example.com',
    );
    expect(await outcomeOf(guard, field(`${NAME}=${expired}`), ['X-Vouch-Token', ada])).toBe(
      'ada@example.com',
    );
    const twice = await outcomeOf(guard, ['X-Vouch-Token', ada], ['X-Vouch-Token', bo]);
    expect(twice).toBe('credentials_ambiguous 400');
    expect(await outcomeOf(guard)).toBe('credentials_missing 401');
  });

  it('a Request', async () => {
    const { guard } = stageCookieGuard();
    const request = new Request('https://people.example.com', {
      headers: { cookie: `${NAME}=${ada}` },
    });
    expect((await guard.identify(request)).username).toBe('ada@example.com');
  });
});

describe('a caller by cookie', async () => {
  const { guard } = stageCookieGuard();
  const identify = async (value: string) =>
    guard.identify({ headers: [field(`${NAME}=${value}`)], peer: NO_PEER });
  const caller = await identify(ada);

  it('has what the cookie says', () => {
    expect(caller).toMatchObject({
      username: 'ada@example.com',
      claims: { email: 'ada@example.com', groups: ['staff'] },
      expiresAt: Math.floor(clock.now() / 1000) + 3600,
      fingerprint: expect.stringMatching(/^[\da-f]{12}$/),
    });
    expect([caller.accessToken?.raw, caller.idToken?.raw, caller.refreshToken?.raw]).toEqual(
      Object.values(TOKENS),
    );
    expect([caller.claim('email'), caller.claim('toString'), caller.hasRole('staff')]).toEqual([
      'ada@example.com',
      undefined,
      true,
    ]);
    expect(Object.isFrozen(caller.claims['groups'])).toBe(true);
  });

  it('has nothing that is not there', async () => {
    const none = { accessToken: undefined, idToken: undefined, refreshToken: undefined };
    const bare = await identify(await cookieOf('ada', { customClaims: undefined, ...none }));
    expect(bare).toMatchObject({ claims: {}, ...none });
    expect(bare.hasRole('staff')).toBe(false);
  });

  it('shows no token to whoever logs it', () => {
    const shown = JSON.stringify(caller) + inspect(caller, { depth: 9, showHidden: true });
    expect(shown).toContain('ada@example.com');
    expect(Object.values(TOKENS).filter((token) => shown.includes(token))).toEqual([]);
  });
});

describe('requirements of a cookie guard', () => {
  const headers = [field(`${NAME}=${ada}`)];

  it.each([
    ['a claim', claim('email', 'ada@example.com'), true],
    ['another value of it', claim('email', 'bo@example.com'), false],
    ['a role', role('staff'), true],
    ['another role', role('admin'), false],
    ['a check', check('needs Ada', (who: CookieCaller) => who.username.startsWith('ada')), true],
    ['another', check('needs Bo', (who: CookieCaller) => who.username.startsWith('bo')), false],
  ])('let pass by %s, or not', async (_, requirement, passes) => {
    const { guard, log } = stageCookieGuard();
    const judged = guard.identify({ headers, peer: NO_PEER }, requirement);
    if (passes) {
      const caller = await judged;
      expect(() => guard.require(caller, requirement)).not.toThrow();
      return;
    }
    const thrown: unknown = await judged.catch((fault: unknown) => fault);
    expect(thrown).toMatchObject({ code: 'scope_insufficient', token: expect.any(String) });
    expect([guard.refuse(thrown).status, log.text()]).toEqual([
      403,
      expect.stringContaining('needs'),
    ]);
  });

  it('are none of scopes, which a cookie does not have', () => {
    const { guard } = stageCookieGuard();
    // @ts-expect-error -- a requirement of callers with an access token
    expect(() => guard.security(scopes('read'))).not.toThrow();
  });
});

describe('the options of a cookie guard', () => {
  it('let nobody in where they say so, and never past requirements', async () => {
    const { guard } = stageCookieGuard({ anonymous: 'absent' });
    expect(await outcomeOf(guard)).toBe('nobody');
    expect(await outcomeOf(guard, field(`${NAME}=${expired}`))).toBe('token_expired 401');
    await expect(
      guard.identify({ headers: [], peer: NO_PEER }, role('staff')),
    ).rejects.toMatchObject({
      code: 'credentials_missing',
    });
    const { guard: any } = stageCookieGuard({ anonymous: 'any' });
    expect(await outcomeOf(any, field(`${NAME}=${expired}`))).toBe('nobody');
    expect(await outcomeOf(any, field(`${NAME}=${ada}`))).toBe('ada@example.com');
    expectTypeOf(stageCookieGuard().guard.identify).returns.resolves.toEqualTypeOf<CookieCaller>();
    expectTypeOf(any.identify).returns.resolves.toEqualTypeOf<CookieCaller | undefined>();
  });

  it('ask whether a cookie was ended', async () => {
    const seen: string[] = [];
    const { guard } = stageCookieGuard({
      isRevoked: ({ session, value }) => {
        seen.push(value);
        return Promise.resolve(session.username.startsWith('ada'));
      },
    });
    expect(await outcomeOf(guard, field(`${NAME}=${ada}`))).toBe('token_revoked 401');
    expect(await outcomeOf(guard, field(`${NAME}=${bo}`))).toBe('bo@example.com');
    // What is not good is nobody's business.
    await outcomeOf(guard, field(`${NAME}=${forged}`));
    expect(seen).toEqual([ada, bo]);
  });

  it.each([
    ['neither yes nor no', () => 'no' as unknown as boolean, 'token_revoked 401'],
    [
      'a promise of nothing',
      () => Promise.resolve(undefined as unknown as boolean),
      'token_revoked 401',
    ],
    [
      'a store that is away',
      () => {
        throw new DrawbridgeError('store_unavailable');
      },
      'store_unavailable 503',
    ],
  ])('are not content with %s', async (_, isRevoked, outcome) => {
    const { guard } = stageCookieGuard({ isRevoked, anonymous: 'absent' });
    expect(await outcomeOf(guard, field(`${NAME}=${ada}`))).toBe(outcome);
  });

  it('try no other cookie while it cannot be told of the first', async () => {
    const { guard } = stageCookieGuard({
      isRevoked: ({ value }) => {
        if (value === ada) throw new DrawbridgeError('store_unavailable');
        return false;
      },
    });
    const both = await outcomeOf(guard, field(`${NAME}=${ada}; ${NAME}=${bo}`));
    expect(both).toBe('store_unavailable 503');
  });

  it('hold the Host of the request against the domains of the cookie', async () => {
    const { guard } = stageCookieGuard({ checkHost: true });
    const cookie = field(`${NAME}=${ada}`);
    for (const host of ['people.example.com', 'EXAMPLE.com.:8443', '127.0.0.1:8080']) {
      expect(await outcomeOf(guard, ['Host', host], cookie)).toBe('ada@example.com');
      expect(await outcomeOf(guard, [':authority', host], cookie)).toBe('ada@example.com');
    }
    for (const hosts of [[], ['notexample.com'], ['example.com', 'evil.test']]) {
      const sent = hosts.map((host): HeaderField => ['host', host]);
      expect(await outcomeOf(guard, ...sent, cookie)).toBe('audience_mismatch 401');
    }
  });

  it('say 403 to everything where that is asked for', async () => {
    const { guard } = stageCookieGuard({ refusals: 'forbidden' });
    expect(await outcomeOf(guard)).toBe('credentials_missing 403');
  });

  it('are told in OpenAPI documents', () => {
    const headers = VOUCH_TOKEN_HEADERS;
    const { guard } = stageCookieGuard({ headers, scheme: { name: 'vouch', description: 'x' } });
    expect(guard.securitySchemes).toEqual({
      vouch: { type: 'apiKey', in: 'cookie', name: NAME, description: 'x' },
      'vouch-2': { type: 'apiKey', in: 'header', name: 'X-Vouch-Token', description: 'x' },
      'vouch-3': { type: 'http', scheme: 'bearer', description: 'x' },
    });
    expect(stageCookieGuard().guard.security(role('staff'))).toEqual([{ cookie: [] }]);
  });

  it.each([
    ['no options', undefined, 'what createCookieGuard is given must be an object'],
    ['no keys', {}, 'keys must be a list'],
    ['an empty list of keys', { keys: [] }, 'at least one key'],
    ['an empty secret', { keys: [{ secret: '' }] }, 'keys[0]'],
    ['an unknown algorithm', { keys: KEYS, algorithm: 'none' }, 'algorithm must be one of'],
    ['an option that there is not', { keys: KEYS, cookie: 'a' }, 'did you mean cookieName?'],
    ['a name with a semicolon', { keys: KEYS, cookieName: 'a;b' }, 'cookieName must be'],
    ['an empty name', { keys: KEYS, cookieName: '' }, 'cookieName must be'],
    ['an empty audience', { keys: KEYS, audience: [] }, 'audience must be'],
    ['a word for yes', { keys: KEYS, checkHost: 'yes' }, 'checkHost must be true or false'],
    ['a store', { keys: KEYS, isRevoked: {} }, 'isRevoked must be a function'],
    ['an unknown mode', { keys: KEYS, anonymous: true }, 'anonymous must be one of'],
    ['a name alone', { keys: KEYS, headers: 'X-Vouch-Token' }, 'headers must be a list'],
    ['no name of a field', { keys: KEYS, headers: [{ name: 'a b' }] }, 'no name of a header field'],
    ['the cookie itself', { keys: KEYS, headers: [{ name: 'COOKIE' }] }, 'headers has Cookie'],
    ['a log of pino', { keys: KEYS, log: { ...console, bindings: 1 } }, 'logger of pino'],
    ['no clock', { keys: KEYS, clock: {} }, 'clock must be'],
    ['a scheme with a space', { keys: KEYS, scheme: { name: 'a b' } }, 'write "a-b"'],
  ])('refuse %s, and say what to write', (_, options, told) => {
    const make = () =>
      createCookieGuard(options as unknown as Parameters<typeof createCookieGuard>[0]);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(told);
  });
});
