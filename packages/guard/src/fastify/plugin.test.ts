import swagger from '@fastify/swagger';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { needs, OPEN_ID_CONNECT_URL, stageGuard } from '../adapters/guard.fixture.ts';
import { fastifyGuard } from './fastify-guard.ts';

async function stage() {
  const app = fastify();
  const { guard } = stageGuard();
  const auth = fastifyGuard(guard);
  await app.register(swagger, {
    openapi: { components: { securitySchemes: { ...guard.securitySchemes } } },
  });
  await app.register(auth.plugin);
  return { app, auth };
}

describe('the plugin', () => {
  it("notes scheme and scopes in @fastify/swagger's document", async () => {
    const { app, auth } = await stage();
    const answer = () => '';
    app.get('/open', answer);
    app.get('/me', { onRequest: auth.protect() }, answer);
    const both = [auth.protect(needs('read')), auth.protect(needs('write'))];
    app.get('/both', { onRequest: both, schema: { querystring: {} } }, answer);
    await app.register((child, _options, done) => {
      child.get('/child', { onRequest: auth.protect(needs('read')) }, answer);
      done();
    });
    await app.ready();
    const document = JSON.parse(JSON.stringify(app.swagger())) as {
      components: { securitySchemes: unknown };
      paths: Record<string, { get: { security?: unknown } }>;
    };
    expect(document.components.securitySchemes).toEqual({
      oidc: { type: 'openIdConnect', openIdConnectUrl: OPEN_ID_CONNECT_URL },
    });
    const security = Object.entries(document.paths).map(([path, { get }]) => [path, get.security]);
    expect(Object.fromEntries(security)).toEqual({
      '/open': undefined,
      '/me': [{ oidc: [] }],
      '/both': [{ oidc: ['read', 'write'] }],
      '/child': [{ oidc: ['read'] }],
    });
  });

  it('serves the metadata document', async () => {
    const { app } = await stage();
    const url = '/.well-known/oauth-protected-resource/api:v1';
    const { statusCode, body, headers } = await app.inject(url);
    expect([statusCode, body]).toEqual([200, '{"resource":"https://api.test/api:v1"}']);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect((await app.inject(url.replace(':v1', 'xv1'))).statusCode).toBe(404);
  });

  it('serves nothing where the guard tells of no resource', async () => {
    const app = fastify();
    await app.register(fastifyGuard({ ...stageGuard().guard, metadata: undefined }).plugin);
    expect((await app.inject('/.well-known/oauth-protected-resource')).statusCode).toBe(404);
  });
});
