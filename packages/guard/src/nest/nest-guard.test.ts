import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { inspect } from 'node:util';
import { DrawbridgeError } from '@drawbridge/core';
import {
  type CanActivate,
  Controller,
  Get,
  type INestApplication,
  Logger,
  type LoggerService,
  Module,
  type ModuleMetadata,
  Post,
  Req,
} from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiSecurity, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type ApplicationOptions,
  describeAdapter,
  type Told,
} from '../adapters/adapter-suite.fixture.ts';
import { METADATA, METADATA_PATH, stageGuard } from '../adapters/guard.fixture.ts';
import type { NodeRequest } from '../adapters/node-request.ts';
import type { Caller } from '../caller/caller.ts';
import { createGuard } from '../create-guard.ts';
import type { Guard } from '../guard.ts';
import { APISIX } from '../profiles/apisix.ts';
import { scopes } from '../requirements/scopes.ts';
import { type NestRequest, nestGuard } from './nest-guard.ts';

/** A request of either platform. */
type AnyRequest = NodeRequest & { readonly raw?: NodeRequest; readonly body?: unknown };

/** Decorators as a compiler of TypeScript applies them: this code is compiled without. */
function decorate(
  type: { readonly prototype: object },
  key: string,
  ...decorators: readonly MethodDecorator[]
) {
  const descriptor = Object.getOwnPropertyDescriptor(type.prototype, key) ?? {};
  for (const apply of decorators.toReversed()) apply(type.prototype, key, descriptor);
}

/** A logger of NestJS that keeps all it is told, of every level. */
function createRecorder() {
  let log = '';
  const write = (...told: readonly unknown[]) => {
    log += inspect(told, { depth: 4, showHidden: true, maxStringLength: null });
  };
  const logger: LoggerService = {
    log: write,
    error: write,
    warn: write,
    debug: write,
    verbose: write,
  };
  return { logger, log: () => log };
}

function createModule(guard: Guard) {
  const auth = nestGuard(guard);
  const tell = (
    caller: Caller | undefined,
    { raw, headers, body, rawHeaders }: AnyRequest,
  ): Told => {
    const shown = [headers, rawHeaders, raw?.headers, raw?.rawHeaders, raw?.headersDistinct];
    new Logger('Me').verbose({ shown, raw });
    return { caller: caller?.subject ?? null, shown, body: String(body) };
  };

  class MeController {
    me(caller: Caller | undefined, request: AnyRequest) {
      return tell(caller, request);
    }
    post(caller: Caller | undefined, request: AnyRequest) {
      return tell(caller, request);
    }
    read(caller: Caller | undefined, request: AnyRequest) {
      return tell(caller, request);
    }
  }
  for (const key of ['me', 'post', 'read']) {
    auth.CallerOf()(MeController.prototype, key, 0);
    Req()(MeController.prototype, key, 1);
  }
  decorate(MeController, 'me', Get('me'));
  decorate(MeController, 'post', Post('me'));
  decorate(MeController, 'read', Get('read'), auth.Protected(scopes('read')));
  auth.Protected()(MeController);
  Controller()(MeController);

  class OpenController {
    open(request: NestRequest) {
      try {
        return auth.callerOf(request);
      } catch (thrown) {
        return thrown instanceof DrawbridgeError ? thrown.code : '';
      }
    }
  }
  Req()(OpenController.prototype, 'open', 0);
  decorate(OpenController, 'open', Get('open'));
  Controller()(OpenController);

  return moduleOf([MeController, OpenController]);
}

function moduleOf(controllers: NonNullable<ModuleMetadata['controllers']>, guard?: CanActivate) {
  class ApplicationModule {
    readonly count = controllers.length;
  }
  const providers = guard === undefined ? [] : [{ provide: APP_GUARD, useValue: guard }];
  Module({ controllers, providers })(ApplicationModule);
  return ApplicationModule;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function startOnExpress({ guard, maxHeaderSize }: ApplicationOptions) {
  const { logger, log } = createRecorder();
  const module = createModule(guard);
  const adapter = new ExpressAdapter();
  const app = await NestFactory.create<NestExpressApplication>(module, adapter, { logger });
  app.useBodyParser('text');
  await app.init();
  const options = maxHeaderSize === undefined ? {} : { maxHeaderSize };
  const server = createServer(options, app.getHttpAdapter().getInstance());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = () => new Promise((resolve) => server.close(resolve));
  return { port: portOf(server), log, close };
}

async function startOnFastify({ guard, maxHeaderSize }: ApplicationOptions) {
  const { logger, log } = createRecorder();
  const module = createModule(guard);
  const http = maxHeaderSize === undefined ? {} : { maxHeaderSize };
  const adapter = new FastifyAdapter({ http, trustProxy: true });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger });
  await app.listen(0, '127.0.0.1');
  return { port: portOf(app.getHttpServer()), log, close: () => app.close() };
}

describeAdapter('nestGuard on platform-express', startOnExpress);
describeAdapter('nestGuard on platform-fastify', startOnFastify);

describe('nestGuard', async () => {
  const { guard, issuer } = await stageGuard();

  async function documentOf(module: object) {
    const app: INestApplication = await NestFactory.create(module, new ExpressAdapter(), {
      logger: false,
    });
    const config = new DocumentBuilder();
    for (const [name, scheme] of Object.entries(guard.securitySchemes)) {
      config.addSecurity(name, scheme);
    }
    const document = SwaggerModule.createDocument(app, config.build());
    await app.close();
    return document;
  }

  it("appears in @nestjs/swagger's document, with what controller and method ask for as one", async () => {
    const { components, paths } = await documentOf(createModule(guard));
    expect(components?.securitySchemes).toEqual({
      oidc: {
        type: 'openIdConnect',
        openIdConnectUrl: 'https://issuer.test/.well-known/openid-configuration',
      },
    });
    expect(paths['/me']?.get?.security).toEqual([{ oidc: [] }]);
    expect(paths['/read']?.get?.security).toEqual([{ oidc: ['read'] }]);
    expect(paths['/open']?.get?.security).toBeUndefined();
  });

  it('leaves alone what others note, and what a parent shares with other controllers', async () => {
    const auth = nestGuard(guard);
    class Parent {
      list() {
        return [];
      }
    }
    class Child extends Parent {
      get() {
        return '';
      }
    }
    class Other extends Parent {}
    class Plain {
      both() {
        return '';
      }
    }
    decorate(Parent, 'list', Get('list'));
    decorate(Child, 'get', Get('get'), auth.Protected(scopes('b')));
    decorate(
      Plain,
      'both',
      Get(),
      ApiSecurity('key'),
      auth.Protected(scopes('b')),
      ApiSecurity('x'),
    );
    for (const scope of ['a', 'c']) auth.Protected(scopes(scope))(Plain);
    auth.Protected(scopes('a'))(Child);
    Controller('child')(Child);
    Controller('other')(Other);
    Controller('plain')(Plain);
    const { paths } = await documentOf(moduleOf([Child, Other, Plain]));
    expect(paths['/child/list']?.get?.security).toEqual([{ oidc: ['a'] }]);
    expect(paths['/child/get']?.get?.security).toEqual([{ oidc: ['a'] }, { oidc: ['b'] }]);
    expect(paths['/other/list']?.get?.security).toBeUndefined();
    const both = paths['/plain']?.get?.security;
    expect(both).toHaveLength(3);
    expect(both).toEqual(
      expect.arrayContaining([{ key: [] }, { x: [] }, { oidc: ['c', 'a', 'b'] }]),
    );
  });

  /** Controllers without a guard of their own, but for one method. */
  function createControllers() {
    const auth = nestGuard(guard);
    class Whole {
      any(caller: Caller | undefined) {
        return caller?.subject;
      }
      read(caller: Caller | undefined) {
        return caller?.subject;
      }
    }
    for (const key of ['any', 'read']) auth.CallerOf()(Whole.prototype, key, 0);
    decorate(Whole, 'any', Get('any'));
    decorate(Whole, 'read', Get('read'), auth.Protected(scopes('read')));
    Controller()(Whole);
    return { auth, controllers: [Whole] };
  }

  it.each([
    ['useGlobalGuards on platform-express', 'global', () => new ExpressAdapter()],
    ['useGlobalGuards on platform-fastify', 'global', () => new FastifyAdapter()],
    ['APP_GUARD on platform-express', 'provider', () => new ExpressAdapter()],
    ['APP_GUARD on platform-fastify', 'provider', () => new FastifyAdapter()],
  ])('protects a whole application by %s', async (_, way, adapter) => {
    const { auth, controllers } = createControllers();
    const whole = auth.protect(scopes('api'));
    const module = moduleOf(controllers, way === 'provider' ? whole : undefined);
    const app: INestApplication = await NestFactory.create(module, adapter(), { logger: false });
    if (way === 'global') app.useGlobalGuards(whole);
    app.enableCors();
    await app.listen(0, '127.0.0.1');
    const port = portOf(app.getHttpServer());
    const ask = async (path: string, scope?: string) => {
      const headers = scope === undefined ? {} : await issuer.bearer({}, { scope });
      const answer = await fetch(`http://127.0.0.1:${port}/${path}`, { headers });
      return [
        answer.status,
        /scope="[^"]*"/.exec(answer.headers.get('www-authenticate') ?? '')?.[0],
      ];
    };
    expect(await ask('any')).toEqual([401, undefined]);
    expect(await ask('any', 'other')).toEqual([403, 'scope="api"']);
    expect(await ask('any', 'api')).toEqual([200, undefined]);
    expect(await ask('read', 'api')).toEqual([403, 'scope="read"']);
    expect(await ask('read', 'api read')).toEqual([200, undefined]);
    const preflight = await fetch(`http://127.0.0.1:${port}/any`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.test', 'access-control-request-method': 'GET' },
    });
    expect(preflight.status).toBe(204);
    await app.close();
  });

  it.each([
    ['platform-express', () => new ExpressAdapter()],
    ['platform-fastify', () => new FastifyAdapter()],
  ])('serves the metadata document on %s, to everybody and below no prefix', async (_, adapter) => {
    const { auth, controllers } = createControllers();
    const module = moduleOf(controllers, auth.protect());
    const app: INestApplication = await NestFactory.create(module, adapter(), { logger: false });
    app.setGlobalPrefix('api');
    app.use(auth.metadata);
    await app.listen(0, '127.0.0.1');
    const ask = async (path: string, method = 'GET') => {
      const url = `http://127.0.0.1:${portOf(app.getHttpServer())}${path}`;
      const answer = await fetch(url, { method });
      return {
        status: answer.status,
        type: answer.headers.get('content-type'),
        text: await answer.text(),
      };
    };
    const path = METADATA_PATH;
    const served = { status: 200, type: 'application/json', text: METADATA };
    expect(await ask(path)).toEqual(served);
    expect(await ask(`${path}?a=b`)).toEqual(served);
    expect(await ask(path, 'HEAD')).toEqual({ ...served, text: '' });
    for (const [other, method] of [
      [path, 'POST'],
      [`${path}/`, 'GET'],
      [`/api${path}`, 'GET'],
      [path.toUpperCase(), 'GET'],
    ] as const) {
      expect(await ask(other, method), other).toMatchObject({ status: 404 });
    }
    expect(await ask('/api/any')).toMatchObject({ status: 401 });
    await app.close();
  });

  it('serves no metadata where the guard has none', () => {
    const auth = nestGuard(createGuard(issuer.guardOptions));
    const response = { statusCode: 0, headersSent: false, setHeader: () => {}, end: () => {} };
    let passed = 0;
    for (const url of [METADATA_PATH, '/', undefined]) {
      auth.metadata({ method: 'GET', ...(url !== undefined && { url }) }, response, () => passed++);
    }
    expect([passed, response.statusCode]).toEqual([3, 0]);
  });

  it('judges no calls of other kinds', async () => {
    const context = new ExecutionContextHost([{}]);
    context.setType('rpc');
    await expect(nestGuard(guard).protect().canActivate(context)).rejects.toThrow(/call of rpc/);
  });

  it('types the caller by the options', () => {
    const guardOptions = { ...issuer.guardOptions, headers: APISIX };
    const strict = nestGuard(createGuard({ ...guardOptions, required: ['id'] }));
    expectTypeOf(strict.callerOf).returns.toEqualTypeOf<Caller<'access' | 'id'>>();
    expectTypeOf<ReturnType<typeof strict.callerOf>['id']>().not.toBeNullable();
    const open = nestGuard(createGuard({ ...guardOptions, anonymous: 'absent' }));
    expectTypeOf(open.callerOf).returns.toEqualTypeOf<Caller | undefined>();
  });
});
