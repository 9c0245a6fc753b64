import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import {
  ANY_AUDIENCE,
  createDefaultEngine,
  createFetchDocument,
  DrawbridgeError,
  type ErrorCode,
} from '@drawbridge/core';
import { createTestClock, createTestIssuer, TEST_CLIENT } from '@drawbridge/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { introspection } from './introspection.ts';
import type { IntrospectionOptions } from './options.ts';

async function setUp(changes: Partial<IntrospectionOptions> = {}) {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock, audience: 'orders' });
  const judge = introspection({ ...issuer.introspectionOptions, ...changes });
  return { clock, issuer, judge };
}

async function faultOf(work: () => unknown): Promise<DrawbridgeError> {
  try {
    await work();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(DrawbridgeError);
    return thrown as DrawbridgeError;
  }
  throw new Error('nothing was thrown');
}

/** What becomes of a token about which the endpoint says this. */
async function judged(body: unknown, changes: Partial<IntrospectionOptions> = {}) {
  const { issuer, judge, clock } = await setUp(changes);
  const token = issuer.issueOpaque();
  const usual = { active: true, ...issuer.claims() };
  issuer.answer('introspection', {
    body:
      typeof body === 'function'
        ? (body as (usual: object, now: number) => unknown)(usual, clock.seconds())
        : body,
  });
  return { token, work: () => judge.judge(token) };
}

const withClaims = (changes: Record<string, unknown>) => (usual: object) => ({
  ...usual,
  ...changes,
});

it('waits for the hash of an engine of another realm', async () => {
  const engine = createDefaultEngine();
  const promise = runInNewContext('(value) => Promise.resolve(value)') as (
    value: unknown,
  ) => Promise<string>;
  const foreign = { ...engine, sha256Text: (text: string) => promise(engine.sha256Text(text)) };
  const { issuer, judge } = await setUp({ engine: foreign });
  const token = issuer.issueOpaque();
  await expect(judge.judge(token)).resolves.toMatchObject({ issuer: issuer.issuer });
  await expect(judge.judge(issuer.issueOpaque({ sub: 'bob' }))).resolves.toMatchObject({
    claims: { sub: 'bob' },
  });
});

describe('a token that is not accepted', () => {
  const refusals: readonly (readonly [string, Record<string, unknown>, ErrorCode])[] = [
    ['that is not active', { active: false }, 'token_inactive'],
    ['of another issuer', { iss: 'https://other.test' }, 'issuer_unknown'],
    ['of the issuer with a slash more', { iss: 'https://issuer.test/' }, 'issuer_unknown'],
    ['of a list of issuers', { iss: ['https://issuer.test'] }, 'issuer_unknown'],
    ['of an issuer null', { iss: null }, 'issuer_unknown'],
    ['for nobody', { aud: undefined }, 'claim_missing'],
    ['for another API', { aud: 'account' }, 'audience_mismatch'],
    ['for an empty list', { aud: [] }, 'audience_mismatch'],
    ['with aud of another form', { aud: [['orders']] }, 'claim_invalid'],
    ['that is over', { exp: 1 }, 'token_expired'],
    ['with exp as a text', { exp: '9999999999' }, 'claim_invalid'],
    ['with exp null', { exp: null }, 'claim_invalid'],
    ['with nbf ahead', { nbf: 9_999_999_999 }, 'token_not_yet_valid'],
    ['with iat ahead', { iat: 9_999_999_999 }, 'token_not_yet_valid'],
    ['with sub as a list', { sub: ['alice'] }, 'claim_invalid'],
    ['that is bound to a key', { cnf: { jkt: 'x' } }, 'token_bound'],
    ['of type DPoP', { token_type: 'DPoP' }, 'token_bound'],
    ['of type refresh_token', { token_type: 'refresh_token' }, 'token_type_not_allowed'],
    ['of type N_A', { token_type: 'N_A' }, 'token_type_not_allowed'],
    ['of a type in a list', { token_type: ['Bearer'] }, 'claim_invalid'],
    ['for use as a refresh token', { token_use: 'refresh_token' }, 'token_type_not_allowed'],
    ['for use as an ID token', { token_use: 'id' }, 'token_type_not_allowed'],
    ['of Keycloak’s type Refresh', { typ: 'Refresh' }, 'token_type_not_allowed'],
    ['of Keycloak’s type ID', { typ: 'ID' }, 'token_type_not_allowed'],
    ['with the claims of an ID token', { at_hash: 'x' }, 'token_type_not_allowed'],
    ['with the claims of a logout token', { events: {} }, 'token_type_not_allowed'],
  ];

  it.each(refusals)('is one %s', async (_, changes, code) => {
    const { token, work } = await judged(withClaims(changes));
    const fault = await faultOf(work);
    expect(fault).toMatchObject({ code, kind: 'token', issuer: 'https://issuer.test' });
    expect(fault.token).toMatch(/^[0-9a-f]{12}$/);
    expect(fault.message + (fault.hint ?? '')).not.toContain(token);
  });

  it('is one of a client that is not listed', async () => {
    const listed = { authorizedParties: ['web'] };
    for (const changes of [
      { client_id: 'other' },
      { azp: 'other', client_id: 'web' },
      { client_id: undefined },
      { client_id: ['web'] },
    ]) {
      const { work } = await judged(withClaims(changes), listed);
      expect(await faultOf(work)).toMatchObject({ code: 'client_not_allowed' });
    }
    const { work } = await judged(withClaims({ client_id: 'web' }), listed);
    expect(await work()).toMatchObject({ kind: 'introspected' });
  });

  it.each([
    ['', 'token_malformed'],
    ['two words', 'token_malformed'],
    ['a,b', 'token_malformed'],
    ['a\nb', 'token_malformed'],
    ['a\u0141', 'token_malformed'],
    ['=', 'token_malformed'],
    ['a=b', 'token_malformed'],
    ['x'.repeat(20_001), 'token_too_large'],
  ])('is asked about only if it is one by its form: %j', async (token, code) => {
    const { issuer, judge } = await setUp();
    expect(await faultOf(() => judge.judge(token))).toMatchObject({ code });
    expect(issuer.requests.introspection).toBe(0);
  });

  it('never is an unknown one, whatever it is', async () => {
    const { judge } = await setUp();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: anyCharacter }), async (token) => {
        const { code } = await faultOf(() => judge.judge(token));
        expect(['token_malformed', 'token_inactive']).toContain(code);
      }),
    );
  });

  it('is one that the issuer ended, and a refresh token', async () => {
    const { issuer, judge } = await setUp();
    const token = issuer.issueOpaque();
    issuer.revoke(token);
    expect(await faultOf(() => judge.judge(token))).toMatchObject({ code: 'token_inactive' });
    const { refreshToken = '', idToken = '' } = await issuer.grant({});
    for (const other of [refreshToken, idToken]) {
      expect((await faultOf(() => judge.judge(other))).code).toMatch(
        /token_type_not_allowed|claim_missing|audience_mismatch/,
      );
    }
  });
});

describe('an answer that cannot be used', () => {
  it.each([
    ['active as a text', { active: 'true' }],
    ['active as a number', { active: 1 }],
    ['active twice', '{"active":false,"active":true}'],
    ['sub twice', '{"active":true,"aud":"orders","sub":"alice","sub":"root"}'],
    ['no active', {}],
    ['a list', [{ active: true }]],
    ['HTML', '<html>active</html>'],
    ['no JSON', '{"active": true'],
    ['an empty body', ''],
    ['more than is read', { active: true, padding: 'x'.repeat(300_000) }],
    [
      'lists within lists',
      { active: true, a: JSON.parse('['.repeat(200) + ']'.repeat(200)) as unknown },
    ],
    [
      'lists within lists without end',
      `{"active":true,"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
    ],
  ])('is %s', async (_, body) => {
    const { token, work } = await judged(body);
    const fault = await faultOf(work);
    expect(fault).toMatchObject({ code: 'introspection_unavailable', status: 503 });
    expect(fault.retryAfter).toBeGreaterThan(0);
    expect(fault.message).toContain('https://issuer.test/introspect');
    expect(fault.message + (fault.hint ?? '')).not.toContain(token);
  });

  it.each([
    { status: 302, body: '', headers: { location: 'https://attacker.test/' } },
    { status: 500, body: { active: true } },
    { status: 404, body: { active: true } },
    { status: 401, body: { error: 'invalid_client' } },
    { status: 429, body: {}, headers: { 'retry-after': '9' } },
  ])('is one of status $status', async (canned) => {
    const { issuer, judge } = await setUp();
    issuer.answer('introspection', canned);
    const fault = await faultOf(() => judge.judge(issuer.issueOpaque()));
    expect(fault.code).toBe('introspection_unavailable');
    expect(issuer.requests).toMatchObject({ introspection: 1, elsewhere: 0 });
  });

  it('is one that comes too late', async () => {
    const { issuer, judge } = await setUp({ timeout: 5 });
    const token = issuer.issueOpaque();
    const release = issuer.hold();
    expect((await faultOf(() => judge.judge(token))).message).toContain('within 0.005 seconds');
    release();
  });

  it('is none at all', async () => {
    const { issuer, judge } = await setUp();
    const token = issuer.issueOpaque();
    issuer.goDown();
    expect(await faultOf(() => judge.judge(token))).toMatchObject({
      code: 'introspection_unavailable',
    });
    issuer.comeUp();
    expect(await judge.judge(token)).toMatchObject({ issuer: 'https://issuer.test' });
  });

  it('is the answer to a wrong secret, which is not told', async () => {
    const client = {
      ...TEST_CLIENT,
      method: 'client_secret_post',
      clientSecret: 'wrong-and-long',
    } as const;
    const { issuer, judge } = await setUp({ client });
    const fault = await faultOf(() => judge.judge(issuer.issueOpaque()));
    expect(fault.hint).toContain('secret');
    expect(fault.message + (fault.hint ?? '')).not.toContain('wrong-and-long');
  });
});

describe('a token that is accepted', () => {
  it('has what the issuer said of it, for all requests alike', async () => {
    const { clock, issuer, judge } = await setUp();
    const raw = issuer.issueOpaque({ groups: ['a'], address: { city: 'b' } });
    const token = await judge.judge(raw);
    expect(token).toMatchObject({
      issuer: 'https://issuer.test',
      kind: 'introspected',
      alg: undefined,
      expiresAt: clock.seconds() + 300,
      raw,
    });
    expect(token.claim('sub')).toBe('alice');
    expect(token.claim('active')).toBeUndefined();
    expect(token.claim('constructor')).toBeUndefined();
    expect(() => (token.claims['groups'] as string[]).push('admins')).toThrow(TypeError);
    expect(Object.isFrozen(token.claims['address'])).toBe(true);
    expect(JSON.stringify(token) + inspect(token)).not.toContain(raw);
  });

  it.each([
    ['without iss', { iss: undefined }],
    ['without token_type', { token_type: undefined }],
    ['of type bearer in lower case', { token_type: 'bearer' }],
    ['for several APIs', { aud: ['account', 'orders'] }],
    ['for use as an access token', { token_use: 'access_token' }],
    ['of Keycloak’s type Bearer', { typ: 'Bearer' }],
    ['without sub', { sub: undefined }],
  ])('may be one %s', async (_, changes) => {
    const { work } = await judged(withClaims(changes));
    expect(await work()).toMatchObject({ kind: 'introspected' });
  });

  it('may be bound where the proxy checks that, and for nobody where options say so', async () => {
    const bound = withClaims({ token_type: 'DPoP', cnf: { jkt: 'x' } });
    const one = await judged(bound, { senderConstrained: 'checked-by-proxy' });
    expect(await one.work()).toMatchObject({ kind: 'introspected' });
    const two = await judged(withClaims({ aud: undefined }), { audience: ANY_AUDIENCE });
    expect(await two.work()).toMatchObject({ kind: 'introspected' });
  });

  it('may be a JWT', async () => {
    const { issuer, judge } = await setUp();
    expect(await judge.judge(await issuer.issueAccess())).toMatchObject({ kind: 'introspected' });
  });
});

describe('what is remembered', () => {
  it('is answered at once, and asked again after its age', async () => {
    const { clock, issuer, judge } = await setUp({ cache: { maxAge: 60 } });
    const raw = issuer.issueOpaque();
    const token = await judge.judge(raw);
    clock.advance(59);
    expect(judge.judge(raw)).toBe(token);
    issuer.revoke(raw);
    expect(judge.judge(raw)).toBe(token);
    clock.advance(1);
    expect(await faultOf(() => judge.judge(raw))).toMatchObject({ code: 'token_inactive' });
    expect(issuer.requests.introspection).toBe(2);
  });

  it('dies at the end of the token, also when the clock is set', async () => {
    const { clock, issuer, judge } = await setUp();
    const raw = issuer.issueOpaque({ exp: clock.seconds() + 10 });
    await judge.judge(raw);
    clock.step(10);
    expect(await faultOf(() => judge.judge(raw))).toMatchObject({ code: 'token_inactive' });
  });

  it('ages by a clock that nobody sets back', async () => {
    const { clock, issuer, judge } = await setUp();
    const raw = issuer.issueOpaque({ iat: undefined, exp: clock.seconds() + 100_000 });
    await judge.judge(raw);
    clock.advance(60);
    clock.step(-3600);
    await judge.judge(raw);
    expect(issuer.requests.introspection).toBe(2);
  });

  it('has its age alone where there is no exp', async () => {
    const { clock, issuer, judge } = await setUp();
    const raw = issuer.issueOpaque({ exp: undefined });
    expect(await judge.judge(raw)).toMatchObject({ expiresAt: clock.seconds() + 60 });
    clock.advance(60);
    await judge.judge(raw);
    expect(issuer.requests.introspection).toBe(2);
  });

  it('is nothing of a token that is not active, or with an age of 0', async () => {
    const { issuer, judge } = await setUp();
    for (let count = 1; count <= 3; count++) {
      await faultOf(() => judge.judge('unknown'));
      expect(issuer.requests.introspection).toBe(count);
    }
    const asking = introspection({ ...issuer.introspectionOptions, cache: { maxAge: 0 } });
    const raw = issuer.issueOpaque();
    await asking.judge(raw);
    await asking.judge(raw);
    expect(issuer.requests.introspection).toBe(5);
  });

  it('is a bounded number of tokens', async () => {
    const { issuer, judge } = await setUp({ cache: { maxTokens: 2 } });
    const raws = [1, 2, 3].map(() => issuer.issueOpaque());
    for (const raw of raws) await judge.judge(raw);
    expect(judge.judge(raws[2] ?? '')).not.toBeInstanceOf(Promise);
    expect(judge.judge(raws[1] ?? '')).not.toBeInstanceOf(Promise);
    expect(judge.judge(raws[0] ?? '')).toBeInstanceOf(Promise);
  });
});

describe('a flood', () => {
  it('of one token is one question', async () => {
    const { issuer, judge } = await setUp();
    const raw = issuer.issueOpaque();
    const tokens = await Promise.all(Array.from({ length: 1000 }, async () => judge.judge(raw)));
    expect(new Set(tokens).size).toBe(1);
    expect(issuer.requests.introspection).toBe(1);
  });

  it('of many tokens is a bounded number of questions, and over when they are answered', async () => {
    const { issuer, judge } = await setUp({ maxInFlight: 10 });
    const good = issuer.issueOpaque();
    await judge.judge(good);
    const release = issuer.hold();
    const work = Array.from({ length: 500 }, (_, count) => faultOf(() => judge.judge(`t${count}`)));
    expect(judge.judge(good)).toMatchObject({ raw: good });
    release();
    const codes = (await Promise.all(work)).map(({ code }) => code);
    expect(codes.filter((code) => code === 'token_inactive')).toHaveLength(10);
    expect(codes.filter((code) => code === 'overloaded')).toHaveLength(490);
    expect(issuer.requests.introspection).toBe(11);
    expect(await judge.judge(issuer.issueOpaque())).toMatchObject({ kind: 'introspected' });
  });
});

describe('an endpoint that is not given', () => {
  async function discovering() {
    const clock = createTestClock();
    const issuer = await createTestIssuer({ clock, audience: 'orders' });
    const { endpoint: _, ...options } = issuer.introspectionOptions;
    const fetchDocument = createFetchDocument({ fetch: issuer.webFetch });
    return { clock, issuer, judge: introspection({ ...options, fetchDocument }) };
  }

  it('is discovered when it is needed, once', async () => {
    const { issuer, judge } = await discovering();
    expect(issuer.requests.discovery).toBe(0);
    await Promise.all([1, 2, 3].map(async () => judge.judge(issuer.issueOpaque())));
    await judge.ready();
    expect(issuer.requests).toMatchObject({ discovery: 1, introspection: 3, elsewhere: 0 });
  });

  it('is looked for again after a while, after a fault, and when it is not there any more', async () => {
    const { clock, issuer, judge } = await discovering();
    issuer.goDown();
    expect(await faultOf(() => judge.ready())).toMatchObject({ code: 'introspection_unavailable' });
    issuer.comeUp();
    await judge.ready();
    clock.advance(601);
    await judge.ready();
    expect(issuer.requests.discovery).toBe(3);
    issuer.answer('introspection', { status: 404 });
    await faultOf(() => judge.judge(issuer.issueOpaque()));
    issuer.answer('introspection', undefined);
    await judge.judge(issuer.issueOpaque());
    expect(issuer.requests.discovery).toBe(4);
  });

  it.each([
    ['names none', { issuer: 'https://issuer.test' }],
    [
      'names one over http',
      { issuer: 'https://issuer.test', introspection_endpoint: 'http://issuer.test/i' },
    ],
    [
      'names the metadata service',
      { issuer: 'https://issuer.test', introspection_endpoint: 'https://169.254.169.254/' },
    ],
    [
      'is another issuer’s',
      { issuer: 'https://other.test', introspection_endpoint: 'https://other.test/i' },
    ],
    ['is no JSON', '<html>'],
  ])('is not known when the document %s', async (_, body) => {
    const { issuer, judge } = await discovering();
    issuer.answer('discovery', { body });
    const fault = await faultOf(() => judge.judge(issuer.issueOpaque()));
    expect(fault).toMatchObject({ code: 'introspection_unavailable', kind: 'upstream' });
    expect(fault.hint).toContain('endpoint');
    expect(issuer.requests).toMatchObject({ introspection: 0, elsewhere: 0 });
  });
});

describe('options', () => {
  it.each([
    [{ issuer: 'issuer.test' }, 'issuer is not an absolute URL'],
    [{ issuer: 1 }, 'issuer must be'],
    [{ endpoint: 'http://issuer.test/introspect' }, 'endpoint is not an https URL'],
    [{ openIdConnectUrl: 'issuer.test' }, 'openIdConnectUrl is not an absolute URL'],
    [{ audience: undefined }, 'audience must be'],
    [{ audience: '' }, 'audience must be'],
    [{ audience: [] }, 'audience must be'],
    [{ audience: [/orders/] }, 'audience must be'],
    [{ authorizedParties: [] }, 'authorizedParties must be'],
    [{ client: 'orders' }, 'client must be an object, such as'],
    [{ client: { clientId: 'orders', clientSecret: 's' } }, 'client.method must be one of'],
    [{ client: { method: 'client_secret_jwt', clientId: 'orders' } }, 'client.method must be one'],
    [{ client: { method: 'private_key_jwt', clientId: 'orders' } }, 'client.key must be an object'],
    [{ client: { method: 'tls_client_auth' } }, 'client.clientId must be'],
    [{ client: { method: 'none' } }, 'client.clientId must be'],
    [
      { client: { method: 'client_secret_post', clientId: 'orders', clientSecret: '' } },
      'client.clientSecret must be a string that proves it, and not an empty one',
    ],
    [
      { client: { method: 'client_secret_basic', clientId: 'orders' } },
      'client.clientSecret must be',
    ],
    [{ senderConstrained: 'no' }, 'senderConstrained must be'],
    [{ opaque: 'yes' }, 'opaque must be'],
    [{ leeway: -1 }, 'leeway is not a whole number of seconds'],
    [{ leeway: 5000 }, 'leeway is 5000, and it is in seconds'],
    [{ cache: { maxAge: 0.5 } }, 'cache.maxAge is not a whole number of seconds'],
    [{ cache: { maxTokens: 0 } }, 'cache.maxTokens is not'],
    [{ maxInFlight: Number.NaN }, 'maxInFlight is not'],
    [{ maxTokenLength: 0 }, 'maxTokenLength is not'],
    [{ timeout: '5' }, 'timeout is not'],
    [{ authorisedParties: ['web'] }, 'did you mean authorizedParties?'],
    [{ jwksUri: 'https://a.test/jwks' }, 'there is no option jwksUri'],
  ])('that cannot be meant are refused: %j', async (changes, why) => {
    const issuer = await createTestIssuer();
    const options = { ...issuer.introspectionOptions, ...changes } as IntrospectionOptions;
    expect(() => introspection(options)).toThrow(TypeError);
    expect(() => introspection(options)).toThrow(why);
  });
});
