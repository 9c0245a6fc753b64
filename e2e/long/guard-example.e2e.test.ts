import { apisixHeaders } from '@drawbridge/testing';
import { type ListeningIssuer, listenTestIssuer } from '@drawbridge/testing/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endExample, serveExample, tryExample } from '../support/examples.ts';
import type { ServedExchange } from '../support/exchange.ts';
import { createStage } from '../support/stage.ts';

// The example is started as its README says, and called as APISIX calls it.

const stage = createStage();
afterAll(() => stage.clear());

const AUDIENCE = 'https://orders.example.com';
const METADATA = `${AUDIENCE}/.well-known/oauth-protected-resource`;
const READ = { scope: 'openid orders:read' };
const WRITE = { scope: 'orders:write' };

let issuer: ListeningIssuer;
let served: ServedExchange;

beforeAll(async () => {
  issuer = await listenTestIssuer({ audience: AUDIENCE });
  stage.later(() => issuer.close());
  served = await serveExample(stage, 'guard-fastify', { ISSUER: issuer.issuer, AUDIENCE });
});

/** The claims that APISIX sends without their signature. */
function idClaimsOf(headers: Readonly<Record<string, string>>): object {
  return JSON.parse(atob(headers['X-ID-Token'] ?? '')) as object;
}

/** The statuses of each path's one operation in an OpenAPI document. */
function answersIn(document: string): Readonly<Record<string, readonly string[]>> {
  type Operations = Readonly<Record<string, { readonly responses: object }>>;
  const { paths } = JSON.parse(document) as { paths: Readonly<Record<string, Operations>> };
  return Object.fromEntries(
    Object.entries(paths).map(([path, operations]) => [
      path,
      Object.values(operations).flatMap(({ responses }) => Object.keys(responses)),
    ]),
  );
}

async function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  const reply = await fetch(served.url + path, { method, headers });
  const text = await reply.text();
  return { status: reply.status, challenge: reply.headers.get('www-authenticate'), text };
}

describe('guard-fastify', () => {
  it('refuses who has no token, a bad one, or too little, and says where to go', async () => {
    expect(await ask('/orders')).toMatchObject({
      status: 401,
      challenge: `Bearer resource_metadata="${METADATA}"`,
    });
    const good = await apisixHeaders(issuer, { sub: 'bob' }, READ);
    const token = good['X-Access-Token'] ?? '';
    expect(await ask('/orders', { ...good, 'X-Access-Token': `${token}x` })).toMatchObject({
      status: 401,
      challenge: expect.stringContaining('error="invalid_token"'),
    });
    expect(await ask('/orders', { ...good, X_ID_Token: good['X-ID-Token'] ?? '' })).toMatchObject({
      status: 400,
      text: expect.stringContaining('credentials_ambiguous'),
    });
    expect(await ask('/orders', await apisixHeaders(issuer))).toMatchObject({
      status: 403,
      challenge: expect.stringMatching(/error="insufficient_scope".* scope="orders:read"/),
    });
    const writer = await apisixHeaders(issuer, {}, WRITE);
    expect(await ask('/orders/1', writer, 'DELETE')).toMatchObject({ status: 403 });
    // A role that nobody signed, with everything else as it should be.
    const invented = { ...idClaimsOf(writer), roles: ['admin'] };
    const forged = { ...writer, 'X-ID-Token': btoa(JSON.stringify(invented)) };
    expect(await ask('/orders/1', forged, 'DELETE')).toMatchObject({ status: 403 });
    const mallory = await apisixHeaders(issuer, { sub: 'mallory' }, READ);
    expect(
      await ask('/me', { ...good, 'X-Access-Token': mallory['X-Access-Token'] ?? '' }),
    ).toEqual(
      expect.objectContaining({ status: 401, text: expect.stringContaining('token_mismatch') }),
    );
  });

  it('serves who may', async () => {
    const claims = { sub: 'ann', preferred_username: 'Ann', roles: ['admin'] };
    expect(await ask('/orders', await apisixHeaders(issuer, claims, READ))).toMatchObject({
      status: 200,
      text: '[{"id":"1","text":"a bridge"}]',
    });
    const writer = await apisixHeaders(issuer, claims, WRITE);
    expect(await ask('/orders/1', writer, 'DELETE')).toMatchObject({ status: 204 });
    expect(await ask('/orders/1', writer, 'DELETE')).toMatchObject({ status: 404 });
    const bearer = await apisixHeaders(issuer, claims, { flow: 'bearer' });
    const me = { status: 200, text: '{"subject":"ann","name":"Ann"}' };
    expect(await ask('/me', bearer)).toMatchObject(me);
    // More than Node takes of itself.
    const large = await apisixHeaders(issuer, { ...claims, note: 'x'.repeat(8000) });
    expect(Object.values(large).join('').length).toBeGreaterThan(16_384);
    expect(await ask('/me', large)).toMatchObject(me);
  });

  it('describes itself', async () => {
    const { text } = await ask('/openapi.json');
    expect(JSON.parse(text)).toMatchObject({
      components: {
        securitySchemes: {
          oidc: {
            type: 'openIdConnect',
            openIdConnectUrl: `${issuer.issuer}/.well-known/openid-configuration`,
          },
        },
      },
      paths: {
        '/orders': { get: { security: [{ oidc: ['orders:read'] }] } },
        '/orders/{id}': { delete: { security: [{ oidc: ['orders:write'] }] } },
        '/me': { get: { security: [{ oidc: [] }] } },
      },
    });
    expect(answersIn(text)).toEqual({
      '/orders': ['200', '401', '403'],
      '/orders/{id}': ['204', '401', '403', '404'],
      '/me': ['200', '401'],
    });
    const metadata = await ask(new URL(METADATA).pathname);
    expect(JSON.parse(metadata.text)).toMatchObject({
      resource: AUDIENCE,
      authorization_servers: [issuer.issuer],
      scopes_supported: ['orders:read', 'orders:write'],
    });
    expect(await ask('/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
  });

  it('runs with an issuer of its own, as its README says', async () => {
    const { told, answered, end } = await tryExample(stage, 'guard-fastify', 2);
    expect(told).toEqual(['401', '401', '200', '403', '204']);
    expect(answered).toEqual(told);
    expect(end).toEqual({ code: 0, signal: null });
  });

  it('says what is wrong with its settings', async () => {
    const hint = 'The settings are variables: README.md says what each should be.\n';
    const nothing = await endExample('guard-fastify', {});
    expect(nothing).toEqual({ code: 2, stderr: expect.stringContaining(hint) });
    expect(nothing.stderr).toMatch(/ISSUER is not set.*AUDIENCE is not set/s);
    const env = { ISSUER: issuer.issuer, AUDIENCE: `${AUDIENCE}/?a=b` };
    expect((await endExample('guard-fastify', env)).stderr).toMatch(/AUDIENCE has a query/);
  });

  it('starts without its issuer, and answers 503 until it is there', async () => {
    const later = await listenTestIssuer({ audience: AUDIENCE });
    stage.later(() => later.close());
    later.goDown();
    const env = { ISSUER: later.issuer, AUDIENCE };
    const { command, url } = await serveExample(stage, 'guard-fastify', env);
    await command.waitFor('stdout', /keys not loaded yet/);
    const headers = await later.bearer();
    const refused = await fetch(`${url}/me`, { headers });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    later.comeUp();
    expect((await fetch(`${url}/me`, { headers })).status).toBe(200);
  });

  it('ends when it is asked to, and said no token', async () => {
    const { command } = served;
    expect(await command.stop()).toEqual({ code: 0, signal: null });
    expect(command.stdout()).toContain('"orders stopped"');
    expect(command.stdout()).toContain('"request refused"');
    expect([command.stderr(), /eyJ/.test(command.stdout())]).toEqual(['', false]);
  });
});
