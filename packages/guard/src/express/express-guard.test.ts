import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { DrawbridgeError } from '@drawbridge/core';
import express, { type Request } from 'express';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type ApplicationOptions,
  describeAdapter,
  type Told,
} from '../adapters/adapter-suite.fixture.ts';
import { needs, stageGuard } from '../adapters/guard.fixture.ts';
import { sendRaw } from '../adapters/send-raw.fixture.ts';
import type { Caller } from '../caller/caller.ts';
import type { Guard } from '../guard.ts';
import { expressGuard } from './express-guard.ts';

async function listen(app: express.Express, maxHeaderSize?: number) {
  const options = maxHeaderSize === undefined ? {} : { maxHeaderSize };
  const server: Server = createServer(options, app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, close: () => new Promise((resolve) => server.close(resolve)) };
}

async function start({ guard, maxHeaderSize }: ApplicationOptions) {
  const app = express();
  app.set('trust proxy', true);
  const auth = expressGuard(guard);
  let log = '';
  const tell = (request: Request): Told => {
    const shown = [request.headers, request.rawHeaders, request.headersDistinct];
    log += JSON.stringify(shown);
    return { caller: auth.callerOf(request)?.subject ?? null, shown, body: String(request.body) };
  };
  app.get('/open', (request, response) => {
    try {
      response.json(tell(request));
    } catch (thrown) {
      log = '';
      response.send(thrown instanceof DrawbridgeError ? thrown.code : '');
    }
  });
  app.use(auth.protect());
  app.use(express.text());
  app.all('/me', (request, response) => void response.json(tell(request)));
  app.get('/read', auth.protect(needs('read')), (request, response) => {
    response.json(tell(request));
  });
  return { ...(await listen(app, maxHeaderSize)), log: () => log };
}

describeAdapter('expressGuard', start);

describe('expressGuard', () => {
  async function served(path: string, method = 'GET') {
    const { guard } = stageGuard();
    const app = express();
    app.use(expressGuard(guard).metadata);
    const { port, close } = await listen(app);
    const { status, body } = await sendRaw(port, { path, method });
    await close();
    return [status, body];
  }

  it('serves the metadata document at its path alone', async () => {
    const path = '/.well-known/oauth-protected-resource/api:v1';
    expect(await served(path)).toEqual([200, '{"resource":"https://api.test/api:v1"}']);
    expect(await served(path, 'HEAD')).toEqual([200, '']);
    expect((await served(path, 'POST'))[0]).toBe(404);
    expect((await served(`${path}/x`))[0]).toBe(404);
  });

  it('keeps what middleware before it has set for every reply', async () => {
    const app = express();
    app.use((_request, response, next) => {
      response.setHeader('access-control-allow-origin', 'https://app.test');
      next();
    });
    app.use(expressGuard(stageGuard().guard).protect());
    const { port, close } = await listen(app);
    const answer = await sendRaw(port, { path: '/' });
    await close();
    expect(answer.status).toBe(401);
    expect(answer.header('access-control-allow-origin')).toEqual(['https://app.test']);
  });

  it('types the caller by the guard', () => {
    const strict = (guard: Guard<Caller<'access' | 'id'>>) => expressGuard(guard).callerOf;
    expectTypeOf<ReturnType<ReturnType<typeof strict>>['id']>().not.toBeNullable();
    const open = (guard: Guard) => expressGuard(guard).callerOf;
    expectTypeOf<ReturnType<ReturnType<typeof open>>>().toEqualTypeOf<Caller | undefined>();
  });
});
