import { Writable } from 'node:stream';
import { DrawbridgeError } from '@drawbridge/core';
import fastify, { type FastifyRequest } from 'fastify';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type ApplicationOptions,
  describeAdapter,
  type Told,
} from '../adapters/adapter-suite.fixture.ts';
import { needs, stageGuard } from '../adapters/guard.fixture.ts';
import type { Caller } from '../caller/caller.ts';
import type { Guard } from '../guard.ts';
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
    all.get('/read', { onRequest: auth.protect(needs('read')) }, (request, reply) =>
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

describe('fastifyGuard', () => {
  it('lets hooks after a refusal see it, and no handler', async () => {
    const app = fastify();
    const auth = fastifyGuard(stageGuard().guard);
    const sent: unknown[] = [];
    let handled = 0;
    app.addHook('onSend', async (_request, reply, payload) => {
      sent.push([reply.statusCode, payload]);
      return payload;
    });
    app.get('/', { onRequest: auth.protect() }, () => `${handled++}`);
    await app.inject('/');
    expect([handled, sent]).toEqual([0, [[401, '{"code":"credentials_missing"}']]]);
  });

  it('knows no caller of another instance', async () => {
    const app = fastify();
    const { guard } = stageGuard();
    const [auth, other] = [fastifyGuard(guard), fastifyGuard(guard)];
    app.get('/', { onRequest: auth.protect() }, (request, reply) =>
      reply.send(other.callerOf(request)),
    );
    const headers = { authorization: 'Bearer secret-alice' };
    expect((await app.inject({ url: '/', headers })).statusCode).toBe(500);
  });

  it('types the caller by the guard', () => {
    const strict = (guard: Guard<Caller<'access' | 'id'>>) => fastifyGuard(guard).callerOf;
    expectTypeOf<ReturnType<ReturnType<typeof strict>>['id']>().not.toBeNullable();
    const open = (guard: Guard) => fastifyGuard(guard).callerOf;
    expectTypeOf<ReturnType<ReturnType<typeof open>>>().toEqualTypeOf<Caller | undefined>();
  });
});
