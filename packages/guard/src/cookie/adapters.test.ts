import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { HttpException } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { NextRequest } from 'next/server.js';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { NodeRequest } from '../adapters/node-request.ts';
import { sendRaw } from '../adapters/send-raw.fixture.ts';
import { expressGuard } from '../express/express-guard.ts';
import { fastifyGuard } from '../fastify/fastify-guard.ts';
import { honoGuard } from '../hono/hono-guard.ts';
import { nestGuard } from '../nest/nest-guard.ts';
import { nextGuard } from '../next/next-guard.ts';
import { claim } from '../requirements/claim.ts';
import { role } from '../requirements/roles.ts';
import { scopes } from '../requirements/scopes.ts';
import { cookieOf, stageCookieGuard } from './cookie.fixture.ts';
import type { CookieCaller } from './cookie-caller.ts';
import { VOUCH_TOKEN_HEADERS } from './options.ts';

/** What a handler tells of a request: who it is, and every place where header fields are shown. */
interface Told {
  readonly caller: string;
  readonly shown: unknown;
}

type Send = (headers: readonly (readonly [string, string])[]) => Promise<[number, string]>;

const { guard } = stageCookieGuard({ headers: VOUCH_TOKEN_HEADERS });
const ada = await cookieOf('ada@example.com');

const shownBy = ({ headers, rawHeaders, headersDistinct }: NodeRequest) => [
  headers,
  rawHeaders,
  headersDistinct,
];

async function send(listener: RequestListener, fields: Parameters<Send>[0]): ReturnType<Send> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const lines = fields.map(([name, value]) => `${name}: ${value}`);
    const { status, body } = await sendRaw(port, { path: '/', fields: lines });
    return [status, body];
  } finally {
    server.close();
  }
}

const byExpress: Send = (fields) => {
  const app = express();
  const auth = expressGuard(guard);
  app.get('/', auth.protect(role('staff')), (request, response) => {
    response.json({ caller: auth.callerOf(request).username, shown: shownBy(request) });
  });
  return send(app, fields);
};

const byFastify: Send = async (fields) => {
  const app = fastify();
  const auth = fastifyGuard(guard);
  await app.register(auth.plugin, { protect: [role('staff')] });
  app.get('/', (request) => {
    const caller = auth.callerOf(request);
    expectTypeOf(caller).toEqualTypeOf<CookieCaller>();
    return { caller: caller.username, shown: shownBy(request.raw) };
  });
  await app.ready();
  return send((request, response) => app.routing(request, response), fields);
};

/** What platform-express does with a guard, for an application that is nothing else. */
const byNest: Send = (fields) => {
  const app = express();
  const auth = nestGuard(guard);
  const nest = auth.protect(role('staff'));
  app.get('/', (request, response) => {
    Promise.resolve(
      nest.canActivate(new ExecutionContextHost([request, response])) as Promise<true>,
    )
      .then(
        () => response.json({ caller: auth.callerOf(request).username, shown: shownBy(request) }),
        (thrown: HttpException) => response.sendStatus(thrown.getStatus()),
      )
      .catch(() => response.destroy());
  });
  return send(app, fields);
};

const byHono: Send = async (fields) => {
  const app = new Hono();
  app.get('/', honoGuard(guard).protect(role('staff')), (context) =>
    context.json({ caller: context.get('caller').username, shown: [...context.req.raw.headers] }),
  );
  const answer = await app.request('/', { headers: fields.map(([name, value]) => [name, value]) });
  return [answer.status, await answer.text()];
};

const byNext: Send = async (fields) => {
  const GET = nextGuard(guard).protect(
    (request, caller) => Response.json({ caller: caller.username, shown: [...request.headers] }),
    role('staff'),
  );
  const headers = fields.map(([name, value]): [string, string] => [name, value]);
  const answer = await GET(new NextRequest('https://api.test/', { headers }), undefined);
  return [answer.status, await answer.text()];
};

describe.each([
  ['Express', byExpress],
  ['Fastify', byFastify],
  ['NestJS', byNest],
  ['Hono', byHono],
  ['Next.js', byNext],
])('a cookie guard in %s', (_, ask) => {
  it('refuses who has no cookie, a bad one, or not the role', async () => {
    const other = await cookieOf('eve@example.com', { customClaims: undefined });
    const statuses = [
      await ask([]),
      await ask([['Cookie', `VouchCookie=${ada}x`]]),
      await ask([['Cookie', `VouchCookie=${other}`]]),
    ].map(([status]) => status);
    expect(statuses).toEqual([401, 401, 403]);
  });

  it('tells the handler who is calling, and leaves it every other cookie, but no secret', async () => {
    const half = Math.ceil(ada.length / 2);
    const parts = `VouchCookie_1of2=${ada.slice(0, half)}; VouchCookie_2of2=${ada.slice(half)}`;
    const [status, text] = await ask([
      ['Cookie', `theme=dark; ${parts}; cart=1`],
      ['X-Vouch-Token', ada],
      ['X-Kept', '1'],
    ]);
    const told = JSON.parse(text) as Told;
    expect([status, told.caller]).toEqual([200, 'ada@example.com']);
    const shown = JSON.stringify(told.shown);
    expect(shown.match(/theme=dark/g)?.length).toBe(shown.match(/"cookie"/gi)?.length);
    expect(shown).toMatch(/theme=dark; cart=1.*x-kept|x-kept.*theme=dark; cart=1/i);
    expect(shown).not.toMatch(/vouch/i);
    expect([shown.includes(ada.slice(0, half)), shown.includes(ada.slice(half))]).toEqual([
      false,
      false,
    ]);
    const [, alone] = await ask([['Cookie', `VouchCookie=${ada}`]]);
    expect(alone).not.toMatch(/"cookie"/i);
  });
});

describe('the types of adapters', () => {
  it('refuse requirements of access tokens where a cookie is all that there is', () => {
    const auth = expressGuard(guard);
    // @ts-expect-error -- a cookie grants no scopes
    expect(() => auth.protect(scopes('read'))).not.toThrow();
    expect(() => auth.protect(claim('email', 'a'), role('staff'))).not.toThrow();
  });
});
