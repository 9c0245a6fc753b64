import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { DrawbridgeError } from '@drawbridge/core';
import { Controller, Get, type INestApplication, Module, Post, Req } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type ApplicationOptions,
  describeAdapter,
  type Told,
} from '../adapters/adapter-suite.fixture.ts';
import { needs, OPEN_ID_CONNECT_URL, stageGuard } from '../adapters/guard.fixture.ts';
import type { NodeRequest } from '../adapters/node-request.ts';
import type { Caller } from '../caller/caller.ts';
import type { Guard } from '../guard.ts';
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

function createModule(guard: Guard, log: (text: string) => void) {
  const auth = nestGuard(guard);
  const tell = (
    caller: Caller | undefined,
    { raw, headers, body, rawHeaders }: AnyRequest,
  ): Told => {
    const shown = [headers, rawHeaders, raw?.headers, raw?.rawHeaders, raw?.headersDistinct];
    log(JSON.stringify(shown));
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
    auth.Caller()(MeController.prototype, key, 0);
    Req()(MeController.prototype, key, 1);
  }
  decorate(MeController, 'me', Get('me'));
  decorate(MeController, 'post', Post('me'));
  decorate(MeController, 'read', Get('read'), auth.Protected(needs('read')));
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

  class ApplicationModule {
    readonly controllers = 2;
  }
  Module({ controllers: [MeController, OpenController] })(ApplicationModule);
  return ApplicationModule;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function startOnExpress({ guard, maxHeaderSize }: ApplicationOptions) {
  let log = '';
  const module = createModule(guard, (text) => (log += text));
  const adapter = new ExpressAdapter();
  const app = await NestFactory.create<NestExpressApplication>(module, adapter, { logger: false });
  app.useBodyParser('text');
  await app.init();
  const options = maxHeaderSize === undefined ? {} : { maxHeaderSize };
  const server = createServer(options, app.getHttpAdapter().getInstance());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = () => new Promise((resolve) => server.close(resolve));
  return { port: portOf(server), log: () => log, close };
}

async function startOnFastify({ guard, maxHeaderSize }: ApplicationOptions) {
  let log = '';
  const module = createModule(guard, (text) => (log += text));
  const http = maxHeaderSize === undefined ? {} : { maxHeaderSize };
  const adapter = new FastifyAdapter({ http, trustProxy: true });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: false });
  await app.listen(0, '127.0.0.1');
  return { port: portOf(app.getHttpServer()), log: () => log, close: () => app.close() };
}

describeAdapter('nestGuard on platform-express', startOnExpress);
describeAdapter('nestGuard on platform-fastify', startOnFastify);

describe('nestGuard', () => {
  it("appears in @nestjs/swagger's document", async () => {
    const { guard } = stageGuard({ anonymous: true });
    const app: INestApplication = await NestFactory.create(
      createModule(guard, () => undefined),
      new ExpressAdapter(),
      { logger: false },
    );
    const config = new DocumentBuilder();
    for (const [name, scheme] of Object.entries(guard.securitySchemes)) {
      config.addSecurity(name, scheme);
    }
    const { components, paths } = SwaggerModule.createDocument(app, config.build());
    await app.close();
    expect(components?.securitySchemes).toEqual({
      oidc: { type: 'openIdConnect', openIdConnectUrl: OPEN_ID_CONNECT_URL },
    });
    expect(paths['/me']?.get?.security).toEqual([{ oidc: [] }]);
    expect(paths['/read']?.get?.security).toContainEqual({ oidc: ['read'] });
    expect(paths['/open']?.get?.security).toBeUndefined();
  });

  it('types the caller by the guard', () => {
    const strict = (guard: Guard<Caller<'access' | 'id'>>) => nestGuard(guard).callerOf;
    expectTypeOf<ReturnType<ReturnType<typeof strict>>['id']>().not.toBeNullable();
  });
});
