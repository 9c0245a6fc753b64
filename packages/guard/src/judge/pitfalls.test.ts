import { createDefaultEngine, type FetchDocument } from '@drawbridge/core';
import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  forgeHostileTokens,
  type TestIssuer,
  testKey,
} from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createRefuse } from '../answers/refuse.ts';
import type { IssuerOptions } from '../guard-options.ts';
import { createJwtJudge } from './create-jwt-judge.ts';
import { partsOf, resolved } from './resolved.fixture.ts';

const clock = createTestClock();
const fresh = (issuer = 'https://issuer.test') =>
  createTestIssuer({ issuer, algorithms: ['ES256'], clock, freshKeys: true });
const judgeOf = (issuer: TestIssuer, options: Partial<IssuerOptions> = {}) =>
  createJwtJudge({
    issuers: [resolved(issuer, options)],
    engine: createDefaultEngine(),
    clock,
  });
const refuse = createRefuse({});

/** What becomes of a token: its issuer, or the code and the status of its refusal. */
async function outcome(judge: ReturnType<typeof judgeOf>, token: string): Promise<string> {
  try {
    return (await judge.judge(token)).issuer;
  } catch (thrown) {
    const reply = refuse(thrown);
    const { code } = JSON.parse(String(reply.body)) as { code: string };
    return `${code} ${reply.status}`;
  }
}

const issuer = await fresh();
const hostile = await forgeHostileTokens(issuer);
const strict = judgeOf(issuer, { requiredClaims: ['sub', 'iat'] });
const named = (pattern: RegExp) => hostile.filter(({ name }) => pattern.test(name));

describe('every hostile token', () => {
  // A type of an access token is what a guard is for.
  it.each(hostile.filter(({ code }) => code !== 'token_type_not_allowed'))(
    '$name is refused with 401',
    async ({ token, code }) => {
      expect(await outcome(strict, token)).toBe(`${code} 401`);
    },
  );

  it('of another type is refused, unless it is the type of an access token', async () => {
    for (const { name, token } of hostile.filter(({ code }) => code === 'token_type_not_allowed')) {
      const isAccess = /at\+jwt/i.test(atob(token.split('.')[0] ?? ''));
      expect(await outcome(strict, token), name).toBe(
        isAccess ? issuer.issuer : 'token_type_not_allowed 401',
      );
    }
  });
});

describe('pitfalls', () => {
  it('1, CVE-2022-23540, CVE-2026-22817, CVE-2023-48223: takes no algorithm from a token', async () => {
    const forged = named(/alg|HS256|HMAC|none/i);
    expect(forged.length).toBeGreaterThan(5);
    for (const { name, token } of forged) {
      expect(await outcome(strict, token), name).toMatch(/ 401$/);
    }
    // Good in itself, and of an algorithm that this issuer may not use.
    const narrow = judgeOf(issuer, { algorithms: ['RS256'] });
    expect(await outcome(narrow, await issuer.issue())).toBe('algorithm_not_allowed 401');
  });

  it('2, CVE-2026-35042: refuses any crit, an empty one too, and b64', async () => {
    for (const header of [{ crit: [] }, { crit: ['x'], x: 1 }, { b64: false }, { b64: true }]) {
      const [, payload, signature] = (await issuer.issue()).split('.');
      const head = btoa(JSON.stringify({ alg: 'ES256', kid: issuer.key().kid, ...header }));
      const token = `${head.replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_')}.${payload}.${signature}`;
      expect(await outcome(strict, token)).toBe('header_not_supported 401');
    }
  });

  it('3, CVE-2026-35039, CVE-2026-35030: never answers with the identity of another token', async () => {
    const judge = judgeOf(issuer);
    const tokens = await Promise.all(
      ['alice', 'bob'].map((sub) => issuer.issue({ sub, jti: 'x' })),
    );
    const [alice = '', bob = ''] = tokens;
    for (let round = 0; round < 3; round++) {
      expect((await judge.judge(alice)).claim('sub')).toBe('alice');
      expect((await judge.judge(bob)).claim('sub')).toBe('bob');
      // The same header and signature, and the claims of another.
      const [head, , signature] = alice.split('.');
      const mixed = `${head}.${bob.split('.')[1]}.${signature}`;
      expect(await outcome(judge, mixed)).toBe('signature_invalid 401');
    }
  });

  it('4, CVE-2025-59936: fetches nothing for an issuer that a token names', async () => {
    const own = await fresh();
    const judge = judgeOf(own);
    const spellings = [
      'https://evil.test',
      `${own.issuer}/`,
      `${own.issuer}.evil.test`,
      'HTTPS://ISSUER.TEST',
      '',
    ];
    for (const iss of spellings) {
      expect(await outcome(judge, await own.issue({ iss })), iss).toMatch(/^issuer_unknown 401$/);
    }
    expect(own.requests).toMatchObject({ discovery: 0, jwks: 0, elsewhere: 0 });
  });

  it('5, CVE-2026-27962: follows no jwk, jku, x5u or x5c of a token', async () => {
    const own = await fresh();
    const key = await testKey('ES256', 'attacker');
    const headers = [
      { jwk: key.publicJwk },
      { jku: 'https://evil.test/jwks' },
      { x5u: 'https://evil.test/cert' },
      { x5c: ['AAAA'] },
    ];
    for (const header of headers) {
      const token = await own.issue({}, { key, header: { kid: own.key().kid, ...header } });
      expect(await outcome(judgeOf(own), token)).toBe('signature_invalid 401');
    }
    expect(own.requests.elsewhere).toBe(0);
  });

  it('6, CVE-2026-29000: refuses tokens of five parts, whatever is within', async () => {
    const inner = await issuer.issue();
    const [head] = inner.split('.');
    expect(await outcome(strict, `${head}.a.b.c.d`)).toBe('token_encrypted 401');
    expect(await outcome(strict, `${inner}.a.b`)).toBe('token_encrypted 401');
  });

  it('7, GHSA-869p-cjfg-cm3x: no secret verifies, whatever the header points to', async () => {
    for (const alg of ['HS256', 'HS384', 'HS512', 'none', 'NONE', '']) {
      const head = btoa(JSON.stringify({ alg, kid: '/dev/null' })).replaceAll('=', '');
      const [, payload] = (await issuer.issue()).split('.');
      expect(await outcome(strict, `${head}.${payload}.AAAA`), alg).toMatch(/ 401$/);
    }
    const options = { algorithms: ['HS256'] } as unknown as Partial<IssuerOptions>;
    expect(() => judgeOf(issuer, options)).toThrow(/algorithms/);
  });

  it('8, GHSA-cjw9-ghj4-fwxf: takes no pattern for a name, and compares names whole', async () => {
    const pattern = /.*/ as unknown as string;
    for (const option of ['audience', 'authorizedParties', 'idTokenAudience']) {
      expect(() => judgeOf(issuer, { [option]: [pattern] })).toThrow(option);
    }
    const judge = judgeOf(issuer, { audience: 'dr.*' });
    expect(await outcome(judge, await issuer.issue())).toBe('audience_mismatch 401');
  });

  it('9, CVE-2025-30144: takes no registered claim of another type', async () => {
    const wrong = { iss: [issuer.issuer], sub: ['alice'], exp: '9999999999', nbf: '0', iat: {} };
    for (const [name, value] of Object.entries(wrong)) {
      expect(await outcome(strict, await issuer.issue({ [name]: value })), name).toBe(
        'claim_invalid 401',
      );
    }
    for (const aud of [{ 0: 'drawbridge' }, [['drawbridge']], ['drawbridge', 7]]) {
      expect(await outcome(strict, await issuer.issue({ aud }))).toBe('claim_invalid 401');
    }
  });

  it('10, CVE-2026-44087, CVE-2025-64484: no claims are believed that are not signed', async () => {
    const [head, , signature] = (await issuer.issue()).split('.');
    const claims = btoa(JSON.stringify(issuer.claims({ sub: 'root' }))).replaceAll('=', '');
    expect(await outcome(strict, `${head}.${claims}.${signature}`)).toBe('signature_invalid 401');
    expect(await outcome(strict, `${head}.${claims}.`)).toMatch(/ 401$/);
  });

  it('14, go-oidc#482, jwks-rsa-java#173: a flood of unknown kids makes few fetches, and good tokens are served', async () => {
    const own = await fresh();
    const judge = judgeOf(own);
    expect(await outcome(judge, await own.issue())).toBe(own.issuer);
    const before = own.requests.jwks;
    for (let index = 0; index < 100; index++) {
      const token = await own.issue({}, { header: { kid: `made-up-${index}` } });
      expect(await outcome(judge, token)).toBe('key_unknown 401');
      expect(await outcome(judge, await own.issue())).toBe(own.issuer);
      clock.advance(1);
      await Promise.resolve();
    }
    // One for each cool-down of 30 seconds, at most.
    expect(own.requests.jwks - before).toBeLessThanOrEqual(4);
  });

  it('15, apisix#13829: no ID, refresh or logout token passes for an access token', async () => {
    const others = [
      { typ: 'ID' },
      { typ: 'Refresh' },
      { typ: 'Offline' },
      { typ: 'Logout' },
      { token_use: 'id' },
      { token_use: 'refresh' },
      { events: {} },
      { at_hash: 'x' },
    ];
    for (const profile of ['generic', 'keycloak', 'rfc9068'] as const) {
      for (const claims of others) {
        const token = await issuer.issue({ client_id: 'app', ...claims });
        expect(await outcome(judgeOf(issuer, { profile }), token)).toMatch(
          /^(?:token_type_not_allowed|claim_missing) 401$/,
        );
      }
      for (const typ of ['logout+jwt', 'secevent+jwt', 'dpop+jwt', 'token-introspection+jwt']) {
        const token = await issuer.issue({ typ: 'Bearer' }, { header: { typ } });
        expect(await outcome(judgeOf(issuer, { profile }), token)).toBe(
          'token_type_not_allowed 401',
        );
      }
    }
    expect(await outcome(strict, await issuer.issue({ aud: undefined }))).toBe('claim_missing 401');
    expect(await outcome(strict, await issuer.issue({ aud: 'app' }))).toBe('audience_mismatch 401');
    const listed = judgeOf(issuer, { authorizedParties: ['app'] });
    expect(await outcome(listed, await issuer.issue({ azp: 'other' }))).toBe(
      'client_not_allowed 401',
    );
  });
});

describe('an issuer that', () => {
  it('rotates its keys is followed', async () => {
    const own = await fresh();
    const judge = judgeOf(own);
    const old = await own.issue();
    expect(await outcome(judge, old)).toBe(own.issuer);
    await own.rotate();
    clock.advance(31);
    expect(await outcome(judge, await own.issue())).toBe(own.issuer);
    expect(await outcome(judge, old)).toBe(own.issuer);
  });

  it('is down from the start is 503 with Retry-After, and back when it is', async () => {
    const own = await fresh();
    const judge = judgeOf(own);
    own.goDown();
    const token = await own.issue();
    expect(await outcome(judge, token)).toBe('upstream_unreachable 503');
    const fault: unknown = await Promise.resolve(judge.judge(token)).catch(
      (thrown: unknown) => thrown,
    );
    expect(refuse(fault).headers).toContainEqual(['retry-after', '5']);
    own.comeUp();
    clock.advance(2);
    expect(await outcome(judge, token)).toBe(own.issuer);
  });

  it('goes down later is not missed, and the log is told', async () => {
    const own = await fresh();
    const parts = { ...partsOf(own), log: createLogRecorder() };
    const judge = createJwtJudge({ issuers: [resolved(own, {}, parts)], ...parts });
    await judge.ready();
    own.goDown();
    clock.advance(3600);
    expect(await outcome(judge, await own.issue())).toBe(own.issuer);
    expect(parts.log.entries).toContainEqual(
      expect.objectContaining({ level: 'warn', event: 'upstream keys not renewed' }),
    );
  });

  it('is slow is asked once for all who wait', async () => {
    const own = await fresh();
    const judge = judgeOf(own);
    const release = own.hold();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => own.issue()));
    const outcomes = Promise.all(tokens.map((token) => outcome(judge, token)));
    await new Promise((resolve) => setImmediate(resolve));
    release();
    expect(new Set(await outcomes)).toEqual(new Set([own.issuer]));
    expect(own.requests).toMatchObject({ discovery: 1, jwks: 1, elsewhere: 0 });
  });

  it.each([
    ['another issuer', { issuer: 'https://evil.test', jwks_uri: 'https://evil.test/jwks' }],
    ['keys over http', { issuer: 'https://issuer.test', jwks_uri: 'http://issuer.test/jwks' }],
    ['no keys', { issuer: 'https://issuer.test' }],
    ['no JSON', 'not json'],
  ])('lies, with %s in its document, is 503', async (_name, body) => {
    const own = await fresh();
    own.answer('discovery', { body });
    expect(await outcome(judgeOf(own), await own.issue())).toBe('upstream_invalid 503');
    expect(own.requests.elsewhere).toBe(0);
  });

  it('cannot speak for another that is configured beside it', async () => {
    const [one, two] = [await fresh('https://one.test'), await fresh('https://two.test')];
    const fetch: FetchDocument = (url, options) =>
      (url.startsWith(one.issuer) ? one : two).fetch(url, options);
    const parts = { ...partsOf(one), fetch };
    const judge = createJwtJudge({
      issuers: [resolved(one, {}, parts), resolved(two, { audience: 'other' }, parts)],
      ...parts,
    });
    expect(await outcome(judge, await one.issue())).toBe(one.issuer);
    expect(await outcome(judge, await two.issue({ aud: 'other' }))).toBe(two.issuer);
    expect(await outcome(judge, await two.issue())).toBe('audience_mismatch 401');
    const forged = await two.issue({ iss: one.issuer }, { header: { kid: one.key().kid } });
    expect(await outcome(judge, forged)).toBe('signature_invalid 401');
  });
});
