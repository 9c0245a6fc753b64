import { compileRules, type RuleGrant } from '@drawbridge/rules';
import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  createTestKeyRing,
  createTestVerifier,
  forgeHostileTokens,
  replyJson,
  replyText,
  testCall,
  type TestCallOptions,
} from '@drawbridge/testing';
import { decodeToken, DrawbridgeError, headerValues, type Reply } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { createExchange } from '../create-exchange.ts';
import type { SigningPreference } from '../exchange-options.ts';
import { OIDC_TOKEN_PROXY_MANNERS } from './oidc-token-proxy.ts';

const FORM = 'application/x-www-form-urlencoded';
/** What a request may call its body; the tool never looked. */
const TYPES = ['application/json', FORM, 'application/jwt', 'text/plain', 'x', undefined];

async function setUp(grant: Partial<RuleGrant> = {}, signing?: SigningPreference) {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock, algorithms: ['RS256', 'ES256', 'PS256'] });
  const log = createLogRecorder();
  const service = createExchange({
    issuer: 'https://public.test',
    verifier: createTestVerifier(issuer),
    rules: await compileRules([
      { name: 'ci', match: { issuer: issuer.issuer }, grant: { audience: 'aws', ...grant } },
    ]),
    keyRing: await createTestKeyRing({ clock, algorithms: ['RS256', 'ES256'] }),
    clock,
    log,
    compatibility: 'oidc-token-proxy',
    ...(signing !== undefined && { signing }),
  });
  const post = (body: TestCallOptions['body'] | undefined, type?: string, accept?: string) =>
    service.handle(
      testCall({
        method: 'POST',
        target: '/token',
        headers: [
          ...(type === undefined ? [] : ([['content-type', type]] as const)),
          ...(accept === undefined ? [] : ([['accept', accept]] as const)),
        ],
        ...(body !== undefined && { body }),
      }),
    );
  return { clock, issuer, log, service, post };
}

const contentType = ({ headers }: Reply) => headerValues(testCall({ headers }), 'content-type');

describe('in the manners of oidc-token-proxy, the status is', () => {
  it.each<[number, string, TestCallOptions['body'] | undefined]>([
    [415, 'no body', undefined],
    [415, 'an empty body', ''],
    [415, 'a blank body', ' \n'],
    [415, 'broken JSON', '{"token":'],
    [415, 'a token without quotes', '{"token": a.b.c}'],
    [415, 'bytes that are no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])],
    [415, 'a member twice', '{"token":"a","token":"b"}'],
    [400, 'no token', '{}'],
    [400, 'a misspelled token', '{"Token":"a.b.c"}'],
    [400, 'a list', '["token"]'],
    [400, 'a text', '"token"'],
    [403, 'a bad token', '{"token":"bad token"}'],
    [403, 'an empty token', '{"token":""}'],
    [403, 'a blank token', '{"token":" "}'],
    [403, 'a token that is null', '{"token":null}'],
    [403, 'a token that is a number', '{"token":1}'],
    [403, 'a token that is a list', '{"token":["a.b.c"]}'],
    [403, 'a token of five parts', '{"token":"a.b.c.d.e"}'],
    [403, 'an alg that is null', '{"token":"a.b.c","alg":null}'],
    [403, 'an alg that is a list', '{"token":"a.b.c","alg":["RS256"]}'],
    [403, 'an alg that is an object', '{"token":"a.b.c","alg":{}}'],
    [403, 'an empty alg', '{"token":"a.b.c","alg":""}'],
    [403, 'an alg of no kind', '{"token":"a.b.c","alg":"none"}'],
  ])('%d for %s, whatever the Content-Type', async (status, _, body) => {
    const { post } = await setUp();
    for (const type of TYPES) {
      const reply = await post(body, type);
      expect([type, reply.status]).toEqual([type, status]);
      expect(replyJson(reply)).toMatchObject({ code: expect.any(String) });
    }
  });

  it.each(['null', '1', 'true'])('400 for the body %s', async (body) => {
    const { post } = await setUp();
    // Under these two types it is a form, or a bare token.
    for (const type of ['application/json', 'text/plain', undefined]) {
      expect((await post(body, type)).status).toBe(400);
    }
  });

  it.each(['hello', 'token', 'x=1&y=2', 'token=', 'null'])('415 for the form %j', async (body) => {
    const { post } = await setUp();
    expect((await post(body, FORM)).status).toBe(body === 'null' ? 400 : 415);
  });

  it('403 for every hostile token', async () => {
    const { issuer, post } = await setUp();
    const wrong: string[] = [];
    for (const { name, token } of await forgeHostileTokens(issuer)) {
      if (token.length > 60_000 || (token.trim() !== token && token !== '')) continue;
      const { status } = await post(JSON.stringify({ token }));
      if (status !== 403) wrong.push(`${name}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it('403 for a token that no rule allows, one with an unfit claim, and an alg without a key', async () => {
    const { issuer, post } = await setUp({ copy: ['n'], claims: { t: '{must}' } });
    const denied = await issuer.issue();
    expect(replyJson(await post(JSON.stringify({ token: denied })))).toMatchObject({
      code: 'rule_denied',
    });
    expect((await post(JSON.stringify({ token: denied }))).status).toBe(403);
    const unfit = await post(
      JSON.stringify({ token: await issuer.issue({ must: 1, n: 2 ** 53 }) }),
    );
    expect([unfit.status, replyJson(unfit)]).toMatchObject([403, { code: 'claim_unfit' }]);
    const alg = await post(
      JSON.stringify({ token: await issuer.issue({ must: 1 }), alg: 'PS512' }),
    );
    expect([alg.status, replyJson(alg)]).toMatchObject([403, { code: 'algorithm_unavailable' }]);
  });

  it('502 while the upstream is down or talks nonsense', async () => {
    const { issuer, post } = await setUp();
    const body = JSON.stringify({ token: await issuer.issue() });
    issuer.goDown();
    expect((await post(body)).status).toBe(502);
    const nonsense = await setUp();
    nonsense.issuer.answer('jwks', { body: '[]' });
    const again = JSON.stringify({ token: await nonsense.issuer.issue() });
    expect((await nonsense.post(again)).status).toBe(502);
  });

  it.each([
    ['upstream_timeout', 504],
    ['upstream_unreachable', 502],
    ['upstream_invalid', 502],
    ['overloaded', 503],
  ] as const)('of %s %d', (code, status) => {
    const { toReply } = OIDC_TOKEN_PROXY_MANNERS;
    expect(toReply(new DrawbridgeError(code), [], testCall({})).status).toBe(status);
  });

  it.each([
    ['GET', '/token'],
    ['OPTIONS', '/token'],
    ['PUT', '/token'],
    ['POST', '/.well-known/jwks.json'],
    ['POST', '/.well-known/openid-configuration'],
    ['GET', '/'],
    ['POST', '/token/'],
  ])('404 for %s %s', async (method, target) => {
    const { service } = await setUp();
    expect((await service.handle(testCall({ method, target }))).status).toBe(404);
  });
});

describe('in the manners of oidc-token-proxy, a token', () => {
  it.each(TYPES)('is taken from JSON under the Content-Type %s', async (type) => {
    const { issuer, post } = await setUp();
    const body = JSON.stringify({ token: await issuer.issue() });
    for (const accept of [undefined, 'application/json', 'application/jwt', 'text/html']) {
      const reply = await post(body, type, accept);
      expect([reply.status, contentType(reply)]).toEqual([200, ['application/jwt']]);
      expect(decodeToken(replyText(reply)).claims).toMatchObject({ sub: 'alice', aud: 'aws' });
    }
  });

  it('is taken from a form and bare too, and RFC 8693 answered in JSON', async () => {
    const { issuer, post } = await setUp();
    const token = await issuer.issue();
    expect((await post(`token=${token}`, FORM)).status).toBe(200);
    expect((await post(`${token}\n`, 'application/jwt')).status).toBe(200);
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    });
    const reply = await post(form.toString(), FORM);
    expect(replyJson(reply)).toMatchObject({ token_type: 'N_A' });
  });

  it.each<[string, 'RS256' | 'ES256' | 'PS256', string | undefined, string]>([
    ['the request', 'RS256', 'ES256', 'ES256'],
    ["the upstream's, with a key for it", 'ES256', undefined, 'ES256'],
    ['the default, without one', 'PS256', undefined, 'RS256'],
  ])('is signed by the algorithm of %s', async (_, upstream, alg, expected) => {
    const { issuer, post } = await setUp({}, { default: 'RS256', followUpstream: true });
    const token = await issuer.issue({}, { alg: upstream });
    const reply = await post(JSON.stringify({ token, alg }));
    expect(decodeToken(replyText(reply)).header['alg']).toBe(expected);
  });

  it.each([['one'], [['one', 'two']]])(
    'is for %j as the upstream token is, where that is passed on',
    async (aud) => {
      const grant = { audience: undefined, passUpstreamAudience: true };
      const { issuer, post } = await setUp(grant);
      const token = await issuer.issue({ aud: [aud, 'drawbridge'].flat() });
      const { claims } = decodeToken(replyText(await post(JSON.stringify({ token }))));
      expect(claims['aud']).toEqual([aud, 'drawbridge'].flat());
    },
  );
});
