// @ts-check
import { toFetch } from '@drawbridge/core';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { exchangeFromEnvironment } from '../shared/exchange-from-environment.js';
import { orEnd } from '../shared/or-end.js';
import { serveUntilStopped } from '../shared/serve-until-stopped.js';

const { exchange, log } = await orEnd(exchangeFromEnvironment(process.env));

const handle = toFetch(exchange, {
  log,
  /** @param {{ readonly env: import('@hono/node-server').HttpBindings }} context */
  peerOf: (_request, context) => ({ address: context.env.incoming.socket.remoteAddress }),
});

/** @type {Hono<{ Bindings: import('@hono/node-server').HttpBindings }>} */
const app = new Hono();

// What the application serves itself comes first, for the exchange answers every other path, with 404 if need be.
app.get('/healthz', (context) => context.text('ok\n'));
app.all('*', async (context) => {
  const response = await handle(context.req.raw, context);
  // A body over the limit is not read to its end, and the adapter ends such a connection half a second later: whoever
  // has it must not send the next request by it.
  if (!context.env.incoming.complete) response.headers.set('connection', 'close');
  return response;
});

const server = createAdaptorServer({
  fetch: app.fetch,
  serverOptions: { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 },
});
await serveUntilStopped(/** @type {import('node:http').Server} */ (server), log);
await exchange.close();
