import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { inspect } from 'node:util';
import { DrawbridgeError } from '@drawbridge/core';
import express, { type Request } from 'express';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type ApplicationOptions,
  describeAdapter,
  type Told,
} from '../adapters/adapter-suite.fixture.ts';
import { METADATA, METADATA_PATH, stageGuard } from '../adapters/guard.fixture.ts';
import { sendRaw } from '../adapters/send-raw.fixture.ts';
import type { Caller } from '../caller/caller.ts';
import { createGuard } from '../create-guard.ts';
import { APISIX } from '../profiles/apisix.ts';
import { scopes } from '../requirements/scopes.ts';
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
  const write = (...seen: readonly unknown[]) => {
    log += inspect(seen, { depth: 3, showHidden: true, maxStringLength: null });
  };
  const tell = (request: Request): Told => {
    const shown = [request.headers, request.rawHeaders, request.headersDistinct];
    return { caller: auth.callerOf(request)?.subject ?? null, shown, body: String(request.body) };
  };
  // As request loggers do: before the guard, and at the end of the answer.
  app.use((request, response, next) => {
    response.on('close', () => write(request.method, request.url, request, response));
    next();
  });
  app.get('/open', (request, response) => {
    try {
      response.json(tell(request));
    } catch (thrown) {
      response.send(thrown instanceof DrawbridgeError ? thrown.code : '');
    }
  });
  app.use(auth.protect());
  app.use((request, _response, next) => {
    write(request, request.headers, request.headersDistinct);
    next();
  });
  app.use(express.text());
  app.all('/me', (request, response) => void response.json(tell(request)));
  app.get('/read', auth.protect(scopes('read')), (request, response) => {
    response.json(tell(request));
  });
  return { ...(await listen(app, maxHeaderSize)), log: () => log };
}

describeAdapter('expressGuard', start);

describe('expressGuard', async () => {
  const { guard, issuer } = await stageGuard();

  async function answer(
    use: (app: express.Express) => void,
    request: { readonly path: string; readonly method?: string },
  ) {
    const app = express();
    use(app);
    const { port, close } = await listen(app);
    const answered = await sendRaw(port, request);
    await close();
    return answered;
  }

  it('serves the metadata document at its path alone', async () => {
    const served = async (path: string, method = 'GET') => {
      const use = (app: express.Express) => app.use(expressGuard(guard).metadata);
      const { status, body } = await answer(use, { path, method });
      return [status, body];
    };
    expect(await served(METADATA_PATH)).toEqual([200, METADATA]);
    expect(await served(METADATA_PATH, 'HEAD')).toEqual([200, '']);
    expect((await served(METADATA_PATH, 'POST'))[0]).toBe(404);
    expect((await served(`${METADATA_PATH}/x`))[0]).toBe(404);
  });

  it('keeps what middleware before it has set, and leaves preflights to it', async () => {
    const cors: express.RequestHandler = ({ method }, response, next) => {
      response.setHeader('access-control-allow-origin', 'https://app.test');
      if (method === 'OPTIONS') response.sendStatus(204);
      else next();
    };
    const after = (app: express.Express) => app.use(cors, expressGuard(guard).protect());
    const refused = await answer(after, { path: '/' });
    expect(refused.status).toBe(401);
    expect(refused.header('access-control-allow-origin')).toEqual(['https://app.test']);
    const preflight = { path: '/', method: 'OPTIONS' };
    expect((await answer(after, preflight)).status).toBe(204);
    const before = (app: express.Express) => app.use(expressGuard(guard).protect(), cors);
    expect((await answer(before, preflight)).status).toBe(401);
  });

  it('types the caller by the options', () => {
    const guardOptions = { ...issuer.guardOptions, headers: APISIX };
    const strict = () => expressGuard(createGuard({ ...guardOptions, required: ['id'] })).callerOf;
    expectTypeOf<ReturnType<ReturnType<typeof strict>>>().toEqualTypeOf<Caller<'access' | 'id'>>();
    expectTypeOf<ReturnType<ReturnType<typeof strict>>['id']>().not.toBeNullable();
    const open = () => expressGuard(createGuard({ ...guardOptions, anonymous: 'absent' })).callerOf;
    expectTypeOf<ReturnType<ReturnType<typeof open>>>().toEqualTypeOf<Caller | undefined>();
  });
});
