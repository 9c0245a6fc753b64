import { createTestIssuer } from '@drawbridge/testing';
import swagger from '@fastify/swagger';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { METADATA, METADATA_PATH, stageGuard } from '../adapters/guard.fixture.ts';
import { createGuard } from '../create-guard.ts';
import { scopes } from '../requirements/scopes.ts';
import { fastifyGuard } from './fastify-guard.ts';
import type { FastifyGuardPluginOptions } from './plugin.ts';

const answer = () => '';
const KEY = { type: 'apiKey', in: 'header', name: 'x-key' } as const;

async function stage(options: FastifyGuardPluginOptions = {}) {
  const app = fastify();
  const { guard, issuer } = await stageGuard();
  const auth = fastifyGuard(guard);
  await app.register(swagger, {
    openapi: { components: { securitySchemes: { ...guard.securitySchemes, key: KEY } } },
  });
  await app.register(auth.plugin, options);
  return { app, auth, guard, issuer };
}

async function documentOf(app: { ready(): PromiseLike<unknown>; swagger(): unknown }) {
  await app.ready();
  const document = JSON.parse(JSON.stringify(app.swagger())) as {
    components: { securitySchemes: unknown };
    paths: Record<string, { get: { security?: unknown } }>;
  };
  const security = Object.entries(document.paths).map(([path, { get }]) => [path, get.security]);
  return {
    schemes: document.components.securitySchemes,
    security: Object.fromEntries(security) as unknown,
  };
}

describe('the plugin', () => {
  it("notes scheme and scopes in @fastify/swagger's document", async () => {
    const { app, auth } = await stage();
    app.get('/open', answer);
    app.get('/me', { onRequest: auth.protect() }, answer);
    const both = [auth.protect(scopes('read')), auth.protect(scopes('write'))];
    app.get('/both', { onRequest: both, schema: { querystring: {} } }, answer);
    app.get('/late', { preHandler: auth.protect(scopes('read')) }, answer);
    const mixed = { onRequest: auth.protect(), preValidation: [auth.protect(scopes('write'))] };
    app.get('/mixed', mixed, answer);
    const own = { security: [{ key: [] }] };
    app.get('/own', { onRequest: auth.protect(), schema: { ...own, hide: false } }, answer);
    await app.register((child, _options, done) => {
      child.get('/child', { onRequest: auth.protect(scopes('read')) }, answer);
      done();
    });
    expect(await documentOf(app)).toEqual({
      schemes: {
        oidc: {
          type: 'openIdConnect',
          openIdConnectUrl: 'https://issuer.test/.well-known/openid-configuration',
        },
        key: KEY,
      },
      security: {
        '/open': undefined,
        '/me': [{ oidc: [] }],
        '/both': [{ oidc: ['read', 'write'] }],
        '/late': [{ oidc: ['read'] }],
        '/mixed': [{ oidc: ['write'] }],
        '/own': [{ key: [] }],
        '/child': [{ oidc: ['read'] }],
      },
    });
  });

  it('protects the whole application but for the metadata, and notes that', async () => {
    const { app, auth, issuer } = await stage({ protect: [scopes('a')] });
    app.get('/me', (request, reply) => reply.send(auth.callerOf(request)?.subject));
    app.get('/more', { onRequest: auth.protect(scopes('b')) }, answer);
    await app.register(
      async (admin) => {
        await admin.register(auth.plugin, { protect: [scopes('c')] });
        admin.get('/users', { onRequest: auth.protect(scopes('b')) }, answer);
      },
      { prefix: '/admin' },
    );
    expect((await documentOf(app)).security).toEqual({
      '/me': [{ oidc: ['a'] }],
      '/more': [{ oidc: ['a', 'b'] }],
      '/admin/users': [{ oidc: ['c', 'a', 'b'] }],
    });
    const status = async (url: string, scope?: string) => {
      const headers = scope === undefined ? {} : await issuer.bearer({}, { scope });
      return (await app.inject({ url, headers })).statusCode;
    };
    expect([await status('/me'), await status('/me', 'b'), await status('/me', 'a')]).toEqual([
      401, 403, 200,
    ]);
    expect([await status('/more', 'a'), await status('/more', 'a b')]).toEqual([403, 200]);
    const users = '/admin/users';
    expect([await status(users, 'a b'), await status(users, 'a b c')]).toEqual([403, 200]);
    expect([await status('/nowhere'), await status('/nowhere', 'a')]).toEqual([401, 404]);
    expect([await status(METADATA_PATH), await status(METADATA_PATH, 'b')]).toEqual([200, 200]);
  });

  it('opens the metadata where the application adds the hook itself', async () => {
    const { app, auth } = await stage();
    app.addHook('onRequest', auth.protect());
    expect((await app.inject(METADATA_PATH)).statusCode).toBe(200);
    expect((await app.inject(`${METADATA_PATH}/x`)).statusCode).toBe(401);
  });

  it('serves the metadata document', async () => {
    const { app } = await stage();
    const { statusCode, body, headers } = await app.inject(METADATA_PATH);
    expect([statusCode, body]).toEqual([200, METADATA]);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect((await app.inject(METADATA_PATH.replace(':v1', 'xv1'))).statusCode).toBe(404);
  });

  it('serves nothing where the guard tells of no resource', async () => {
    const app = fastify();
    const { guardOptions } = await createTestIssuer();
    await app.register(fastifyGuard(createGuard(guardOptions)).plugin);
    expect((await app.inject('/.well-known/oauth-protected-resource')).statusCode).toBe(404);
  });
});
