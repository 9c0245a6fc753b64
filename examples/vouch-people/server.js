// @ts-check
import { createLineLog } from '@drawbridge/core';
import { fastifyGuard } from '@drawbridge/guard/fastify';
import fastify from 'fastify';
import { orEnd } from '../shared/or-end.js';
import { serveUntilStopped } from '../shared/serve-until-stopped.js';
import { peopleNamed, personOf, projectOf } from './answers.js';
import { guardFromEnvironment } from './guard-from-environment.js';

const log = createLineLog((line) => console.log(line), { format: 'json' });
const guard = await orEnd((async () => guardFromEnvironment(process.env, log))());

const app = fastify({
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  // A cookie of eight parts has more than the 16 KiB that Node allows.
  http: { maxHeaderSize: 65_536 },
});
// For people who call it by curl.
app.setReplySerializer((answer) => `${JSON.stringify(answer, undefined, 2)}\n`);
// Every route that is declared from here on asks for the cookie.
await app.register(fastifyGuard(guard).plugin, { protect: [] });

const one = { params: { type: 'object', properties: { uuid: { type: 'string' } } } };
const query = { type: 'object', properties: { person_name: { type: 'string' } } };

app.get('/people', { schema: { querystring: query } }, (request) => {
  const { person_name: name = '' } = /** @type {{ person_name?: string }} */ (request.query);
  return peopleNamed(name);
});
app.get('/people/:uuid', { schema: one }, (request, reply) =>
  found(reply, personOf(uuidOf(request))),
);
app.get('/projects/:uuid', { schema: one }, (request, reply) =>
  found(reply, projectOf(uuidOf(request))),
);

await app.ready();
await serveUntilStopped(app.server, log, 'people');
await app.close();

/** @param {import('fastify').FastifyRequest} request */
function uuidOf({ params }) {
  return /** @type {{ uuid: string }} */ (params).uuid;
}

/**
 * @param {import('fastify').FastifyReply} reply
 * @param {object | undefined} answer
 */
function found(reply, answer) {
  if (answer !== undefined) return reply.send(answer);
  return reply.code(404).send({ error: 'not_found', error_description: 'There is no such uuid.' });
}
