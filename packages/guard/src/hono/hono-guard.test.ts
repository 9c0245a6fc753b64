import { once } from 'node:events';
import { createServer as createHttp2Server } from 'node:http2';
import { inspect } from 'node:util';
import { DrawbridgeError } from '@drawbridge/core';
import { createAdaptorServer, type Http2Bindings, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { logger } from 'hono/logger';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type ApplicationOptions,
  describeAdapter,
  type Told,
} from '../adapters/adapter-suite.fixture.ts';
import {
  challengingTwice,
  METADATA,
  METADATA_PATH,
  stageGuard,
} from '../adapters/guard.fixture.ts';
import { sendTogether } from '../adapters/send-http2.fixture.ts';
import type { Caller } from '../caller/caller.ts';
import { createGuard } from '../create-guard.ts';
import { APISIX } from '../profiles/apisix.ts';
import { scopes } from '../requirements/scopes.ts';
import { honoGuard } from './hono-guard.ts';

const incomingOf = ({ env }: { readonly env: HttpBindings }) => env.incoming;

async function start({ guard, maxHeaderSize }: ApplicationOptions) {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const auth = honoGuard(guard);
  let log = '';
  const write = (...seen: readonly unknown[]) => {
    log += inspect(seen, { depth: 3, showHidden: true, maxStringLength: null });
  };
  app.use(logger((...line) => write(line)));
  app.use(async (context, next) => {
    await next();
    write(context, context.req.raw, incomingOf(context));
  });
  const tell = async (context: Pick<Context, 'env' | 'req'>): Promise<Told> => {
    const { headers, rawHeaders } = incomingOf(context);
    const shown = [[...context.req.raw.headers], context.req.header(), headers, rawHeaders];
    const caller = auth.callerOf(context)?.subject ?? null;
    write(context.req, context.req.raw, incomingOf(context));
    return { caller, shown, body: await context.req.text() };
  };
  app.on(['GET', 'POST'], '/me', auth.protect(), async (c) => c.json(await tell(c)));
  app.use('/read', auth.protect());
  app.get('/read', auth.protect(scopes('read')), async (c) => c.json(await tell(c)));
  app.get('/open', async (c) => {
    try {
      return c.json(await tell(c));
    } catch (thrown) {
      return c.text(thrown instanceof DrawbridgeError ? thrown.code : '');
    }
  });
  const serverOptions = maxHeaderSize === undefined ? {} : { maxHeaderSize };
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions,
    // Files of tests share a process.
    overrideGlobalObjects: false,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = () => new Promise((resolve) => server.close(resolve));
  return { port, log: () => log, close };
}

describeAdapter('honoGuard on @hono/node-server', start, 'joined');

describe('honoGuard', async () => {
  const { guard, issuer } = await stageGuard();
  const guardOptions = { ...issuer.guardOptions, headers: APISIX };
  const alice = { headers: { ...(await issuer.bearer()), 'x-kept': '1' } };

  it('works without a server, and gives the caller to c.get', async () => {
    const auth = honoGuard(createGuard(guardOptions));
    const app = new Hono().get('/', auth.protect(), (c) => {
      expectTypeOf(c.get('caller')).toEqualTypeOf<Caller>();
      return c.json([c.get('caller').subject, [...c.req.raw.headers]]);
    });
    expect(await (await app.request('/', alice)).json()).toEqual(['alice', [['x-kept', '1']]]);
    const challenged = new Hono().use(honoGuard(challengingTwice(guard)).protect());
    const refused = await challenged.request('/');
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="a", DPoP algs="ES256"');
  });

  it('removes fields of a request whose fields the platform keeps, and streams its body', async () => {
    const auth = honoGuard(guard);
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

  it('tells callers apart that share a connection of HTTP/2', async () => {
    const auth = honoGuard(guard);
    const app = new Hono<{ Bindings: Http2Bindings }>().get('/', auth.protect(), (c) => {
      const { headers, rawHeaders } = c.env.incoming;
      return c.json([c.get('caller')?.subject, [...c.req.raw.headers], headers, rawHeaders]);
    });
    const server = createAdaptorServer({
      fetch: app.fetch,
      createServer: createHttp2Server,
      overrideGlobalObjects: false,
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const [bob, carol] = [
      await issuer.bearer({ sub: 'bob' }),
      await issuer.bearer({ sub: 'carol' }),
    ];
    const answers = await sendTogether(port, [bob, {}, carol, bob]);
    server.close();
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 200, 200]);
    const bodies = answers.map(({ body }) => body);
    expect(bodies.map((body) => body.slice(2, 5))).toEqual([
      'bob',
      expect.any(String),
      'car',
      'bob',
    ]);
    expect(bodies.join('')).not.toMatch(/authorization|bearer ey/i);
  });

  it('leaves preflights to middleware before it', async () => {
    const headers = { origin: 'https://app.test', 'access-control-request-method': 'GET' };
    const preflight = (app: Pick<Hono, 'request'>) =>
      app.request('/', { method: 'OPTIONS', headers });
    const { protect } = honoGuard(guard);
    expect((await preflight(new Hono().use(cors()).use(protect()))).status).toBe(204);
    expect((await preflight(new Hono().use(protect()).use(cors()))).status).toBe(401);
    const refused = await new Hono().use(cors()).use(protect()).request('/', { headers });
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('serves the metadata document', async () => {
    const app = new Hono().use(honoGuard(guard).metadata);
    expect(await (await app.request(METADATA_PATH)).text()).toBe(METADATA);
    expect((await app.request(`${METADATA_PATH}/x`)).status).toBe(404);
  });

  it('types the caller by the options, in c.get too', () => {
    const strict = honoGuard(createGuard({ ...guardOptions, required: ['id'] }));
    expectTypeOf(strict.callerOf).returns.toEqualTypeOf<Caller<'access' | 'id'>>();
    new Hono().get('/', strict.protect(), (c) => {
      expectTypeOf(c.get('caller').id).not.toBeNullable();
      return c.body(null);
    });
    const open = honoGuard(createGuard({ ...guardOptions, anonymous: 'absent' }));
    expectTypeOf(open.callerOf).returns.toEqualTypeOf<Caller | undefined>();
    new Hono().get('/', open.protect(), (c) => {
      expectTypeOf(c.var.caller).toEqualTypeOf<Caller | undefined>();
      return c.body(null);
    });
  });
});
