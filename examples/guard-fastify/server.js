// @ts-check
import { createLineLog } from '@drawbridge/core';
import { role, scopes, textOf } from '@drawbridge/guard';
import { fastifyGuard } from '@drawbridge/guard/fastify';
import swagger from '@fastify/swagger';
import fastify from 'fastify';
import { orEnd } from '../shared/or-end.js';
import { serveUntilStopped } from '../shared/serve-until-stopped.js';
import { guardFromEnvironment, SCOPES } from './guard-from-environment.js';
import { LISTED, REMOVED, TOLD } from './responses.js';

const log = createLineLog((line) => console.log(line), { format: 'json' });
const guard = await orEnd((async () => guardFromEnvironment(process.env, log))());
const auth = fastifyGuard(guard);

const app = fastify({
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  // Access token, ID token and userinfo together are easily over the 16 KiB that Node allows.
  http: { maxHeaderSize: 65_536 },
});

await app.register(swagger, {
  openapi: {
    info: { title: 'Orders', version: '1.0.0' },
    components: { securitySchemes: guard.securitySchemes },
  },
});
// Before the routes: it notes in the document what each of them asks for, and serves the metadata.
await app.register(auth.plugin);

/** @type {Map<string, { readonly id: string, readonly text: string }>} */
const orders = new Map([['1', { id: '1', text: 'a bridge' }]]);

app.get(
  '/orders',
  { onRequest: auth.protect(scopes(SCOPES.read)), schema: { response: LISTED } },
  () => [...orders.values()],
);

app.delete(
  '/orders/:id',
  {
    onRequest: auth.protect(scopes(SCOPES.write), role('admin')),
    schema: { response: REMOVED },
  },
  (request, reply) => {
    const { id } = /** @type {{ id: string }} */ (request.params);
    return reply.code(orders.delete(id) ? 204 : 404).send();
  },
);

app.get('/me', { onRequest: auth.protect(), schema: { response: TOLD } }, (request) => {
  const caller = auth.callerOf(request);
  // A name to greet somebody by may come from claims that nobody signed. It decides nothing.
  return {
    subject: caller.subject,
    name: textOf(caller.displayClaim('preferred_username')) ?? null,
  };
});

app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
app.get('/healthz', { schema: { hide: true } }, () => 'ok\n');

await app.ready();
// The keys are here before the first request. Without them the API starts all the same, and asks again.
guard
  .ready()
  .catch((/** @type {Error} */ fault) =>
    log.warn('keys not loaded yet', { detail: fault.message }),
  );
await serveUntilStopped(app.server, log, 'orders');
await app.close();
