// @ts-check
import { toRequestHandler } from '@drawbridge/node';
import fastify from 'fastify';
import { exchangeFromEnvironment } from '../shared/exchange-from-environment.js';
import { orEnd } from '../shared/or-end.js';
import { serveUntilStopped } from '../shared/serve-until-stopped.js';

const { exchange, log } = await orEnd(exchangeFromEnvironment(process.env));
const handle = toRequestHandler(exchange, log);

const app = fastify({ requestTimeout: 30_000, keepAliveTimeout: 65_000 });

// What the application serves itself. Its routes are more exact than the one below, so they come first.
app.get('/healthz', () => 'ok\n');

app.register(async (scope) => {
  // Before Fastify looks at the body: the exchange reads it itself, up to its own limit. It is given the request of
  // node:http, since the one of Fastify has one value of a Content-Type that was sent twice.
  scope.addHook('onRequest', async (request, reply) => {
    reply.hijack();
    handle(request.raw, reply.raw);
  });
  scope.all('/*', () => undefined);
});

await app.ready();
await serveUntilStopped(app.server, log);
await app.close();
await exchange.close();
