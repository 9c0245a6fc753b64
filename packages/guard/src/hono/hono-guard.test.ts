import { once } from 'node:events';
import { DrawbridgeError } from '@drawbridge/core';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type ApplicationOptions,
  describeAdapter,
  type Told,
} from '../adapters/adapter-suite.fixture.ts';
import { needs, stageGuard } from '../adapters/guard.fixture.ts';
import type { Caller } from '../caller/caller.ts';
import type { Guard } from '../guard.ts';
import { honoGuard } from './hono-guard.ts';

const incomingOf = ({ env }: { readonly env: HttpBindings }) => env.incoming;

async function start({ guard, maxHeaderSize }: ApplicationOptions) {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const auth = honoGuard(guard);
  let log = '';
  const tell = async (context: Pick<Context, 'env' | 'req'>): Promise<Told> => {
    const { headers, rawHeaders } = incomingOf(context);
    const shown = [[...context.req.raw.headers], context.req.header(), headers, rawHeaders];
    const caller = auth.callerOf(context)?.subject ?? null;
    log += JSON.stringify(shown);
    return { caller, shown, body: await context.req.text() };
  };
  app.on(['GET', 'POST'], '/me', auth.protect(), async (c) => c.json(await tell(c)));
  app.use('/read', auth.protect());
  app.get('/read', auth.protect(needs('read')), async (c) => c.json(await tell(c)));
  app.get('/open', async (c) => {
    try {
      return c.json(await tell(c));
    } catch (thrown) {
      return c.text(thrown instanceof DrawbridgeError ? thrown.code : '');
    }
  });
  const serverOptions = maxHeaderSize === undefined ? {} : { maxHeaderSize };
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = () => new Promise((resolve) => server.close(resolve));
  return { port, log: () => log, close };
}

describeAdapter('honoGuard on @hono/node-server', start, 'joined');

const alice = { headers: { authorization: 'Bearer secret-alice', 'x-kept': '1' } };

describe('honoGuard', () => {
  it('works without a server, and gives the caller to c.get', async () => {
    const auth = honoGuard(stageGuard().guard);
    const app = new Hono().get('/', auth.protect(), (c) => {
      expectTypeOf(c.get('caller')).toEqualTypeOf<Caller>();
      return c.json([c.get('caller').subject, [...c.req.raw.headers]]);
    });
    expect(await (await app.request('/', alice)).json()).toEqual(['alice', [['x-kept', '1']]]);
    const refused = await app.request('/');
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="a", DPoP algs="ES256"');
  });

  it('removes fields of a request whose fields the platform keeps, and streams its body', async () => {
    const auth = honoGuard(stageGuard().guard);
    const app = new Hono().post('/', auth.protect(), async (c) =>
      c.json([[...c.req.raw.headers], await c.req.text()]),
    );
    const request = new Request('https://api.test/', { ...alice, method: 'POST', body: 'abc' });
    request.headers.delete('content-type');
    const forbid = () => {
      throw new TypeError('immutable');
    };
    Object.defineProperty(request.headers, 'delete', { value: forbid });
    expect(await (await app.request(request)).json()).toEqual([[['x-kept', '1']], 'abc']);
  });

  it('serves the metadata document', async () => {
    const app = new Hono().use(honoGuard(stageGuard().guard).metadata);
    const path = '/.well-known/oauth-protected-resource/api:v1';
    expect(await (await app.request(path)).text()).toContain('https://api.test/api:v1');
    expect((await app.request(`${path}/x`)).status).toBe(404);
  });

  it('types the caller by the guard', () => {
    const strict = (guard: Guard<Caller<'access' | 'id'>>) => honoGuard(guard).callerOf;
    expectTypeOf<ReturnType<ReturnType<typeof strict>>['id']>().not.toBeNullable();
    const open = (guard: Guard) => honoGuard(guard).callerOf;
    expectTypeOf<ReturnType<ReturnType<typeof open>>>().toEqualTypeOf<Caller | undefined>();
  });
});
