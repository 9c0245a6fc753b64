import { once } from 'node:events';
import { type ClientHttp2Session, connect } from 'node:http2';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { DrawbridgeError } from '@drawbridge/core';
import fastify, { type FastifyRequest } from 'fastify';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type ApplicationOptions,
  describeAdapter,
  type Told,
} from '../adapters/adapter-suite.fixture.ts';
import { stageGuard } from '../adapters/guard.fixture.ts';
import type { Caller } from '../caller/caller.ts';
import { createGuard } from '../create-guard.ts';
import { APISIX } from '../profiles/apisix.ts';
import { scopes } from '../requirements/scopes.ts';
import { fastifyGuard } from './fastify-guard.ts';

async function start({ guard, maxHeaderSize }: ApplicationOptions) {
  let log = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk);
      done();
    },
  });
  const http = maxHeaderSize === undefined ? {} : { maxHeaderSize };
  const app = fastify({ logger: { level: 'trace', stream }, trustProxy: true, http });
  const auth = fastifyGuard(guard);
  const tell = (request: FastifyRequest): Told => ({
    caller: auth.callerOf(request)?.subject ?? null,
    shown: [request.headers, request.raw.rawHeaders, request.raw.headersDistinct],
    body: String(request.body),
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/me',
    onRequest: auth.protect(),
    handler: async (request) => {
      request.log.trace({ headers: request.headers, raw: request.raw.rawHeaders }, 'handled');
      return tell(request);
    },
  });
  await app.register((all, _options, done) => {
    all.addHook('onRequest', auth.protect());
    all.get('/read', { onRequest: auth.protect(scopes('read')) }, (request, reply) =>
      reply.send(tell(request)),
    );
    done();
  });
  app.get('/open', (request, reply) => {
    try {
      return reply.send(tell(request));
    } catch (thrown) {
      return reply.send(thrown instanceof DrawbridgeError ? thrown.code : '');
    }
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, log: () => log, close: () => app.close() };
}

describeAdapter('fastifyGuard', start);

describe('fastifyGuard', async () => {
  const { guard, issuer } = await stageGuard();

  it('lets hooks after a refusal see it, and no handler', async () => {
    const app = fastify();
    const auth = fastifyGuard(guard);
    const sent: unknown[] = [];
    let handled = 0;
    app.addHook('onSend', async (_request, reply, payload) => {
      sent.push([reply.statusCode, typeof payload]);
      return payload;
    });
    app.get('/', { onRequest: auth.protect() }, () => `${handled++}`);
    await app.inject('/');
    expect([handled, sent]).toEqual([0, [[401, 'string']]]);
  });

  it('leaves preflights to hooks before it', async () => {
    const app = fastify();
    app.addHook('onRequest', async ({ method }, reply) =>
      method === 'OPTIONS' ? reply.code(204).send() : undefined,
    );
    app.addHook('onRequest', fastifyGuard(guard).protect());
    app.get('/', () => '');
    const statuses = ['OPTIONS', 'GET'] as const;
    const answers = await Promise.all(statuses.map((method) => app.inject({ method, url: '/' })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([204, 401]);
  });

  it('knows no caller of another instance', async () => {
    const app = fastify();
    const [auth, other] = [fastifyGuard(guard), fastifyGuard(guard)];
    app.get('/', { onRequest: auth.protect() }, (request, reply) =>
      reply.send(other.callerOf(request)),
    );
    const headers = await issuer.bearer();
    expect((await app.inject({ url: '/', headers })).statusCode).toBe(500);
  });

  it('tells callers apart that share a connection of HTTP/2', async () => {
    const app = fastify({ http2: true });
    const auth = fastifyGuard(guard);
    app.get('/', { onRequest: auth.protect() }, (request, reply) =>
      reply.send([auth.callerOf(request)?.subject, request.headers, request.raw.rawHeaders]),
    );
    await app.listen({ host: '127.0.0.1', port: 0 });
    const address = app.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const session = connect(`http://127.0.0.1:${port}`);
    const subjects = ['alice', 'bob', 'nobody', 'alice', 'carol', 'nobody'];
    const answers = await Promise.all(
      subjects.map(async (sub) =>
        get(session, sub === 'nobody' ? {} : await issuer.bearer({ sub })),
      ),
    );
    session.close();
    await app.close();
    for (const [index, sub] of subjects.entries()) {
      expect(answers[index]?.status).toBe(sub === 'nobody' ? 401 : 200);
      if (sub !== 'nobody') expect(answers[index]?.body).toMatch(`["${sub}",`);
      expect(answers[index]?.body).not.toMatch(/authorization/i);
    }
  });

  it('types the caller by the options', () => {
    const guardOptions = { ...issuer.guardOptions, headers: APISIX };
    const strict = () => fastifyGuard(createGuard({ ...guardOptions, required: ['id'] })).callerOf;
    expectTypeOf<ReturnType<ReturnType<typeof strict>>>().toEqualTypeOf<Caller<'access' | 'id'>>();
    expectTypeOf<ReturnType<ReturnType<typeof strict>>['id']>().not.toBeNullable();
    const open = () => fastifyGuard(createGuard({ ...guardOptions, anonymous: 'absent' })).callerOf;
    expectTypeOf<ReturnType<ReturnType<typeof open>>>().toEqualTypeOf<Caller | undefined>();
  });
});

async function get(session: ClientHttp2Session, headers: Readonly<Record<string, string>>) {
  const stream = session.request({ ':path': '/', ...headers });
  const [answer] = (await once(stream, 'response')) as [{ readonly ':status'?: number }];
  return { status: answer[':status'], body: await text(stream) };
}
