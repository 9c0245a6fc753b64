// A route of Fastify, guarded or not: what the figures of the guard are measured at.
// Arguments: port, the side (a name of SIDES), address of the issuer, audience.

import { createGuard } from '@drawbridge/guard';
import { fastifyGuard } from '@drawbridge/guard/fastify';
import Fastify, { type RouteShorthandOptions } from 'fastify';
import { fastJwtHook } from './fast-jwt-hook.ts';
import { isSide, type Side } from './sides.ts';

const [port = '', side = '', issuer = '', audience = ''] = process.argv.slice(2);
if (!isSide(side)) throw new Error(`${side} is no side`);

/** As many as a guard remembers unless it is told otherwise. */
const REMEMBERED = 10_000;
/** Each token that takes its turn pushes the one before it out. */
const NO_ROOM = 1;

const app = Fastify();
app.get('/ready', () => 'ready');
app.get('/', await optionsOf(side), () => ({ hello: 'world' }));
// Longer than a bench pauses between two measurements.
app.server.keepAliveTimeout = 65_000;
await app.listen({ port: Number(port), host: '127.0.0.1' });

async function optionsOf(name: Side): Promise<RouteShorthandOptions> {
  switch (name) {
    case 'unguarded':
      return {};
    case 'guarded':
      return guarded(REMEMBERED);
    case 'guarded-forgetful':
      return guarded(NO_ROOM);
    case 'fast-jwt':
      return { onRequest: await fastJwtHook({ issuer, audience, remembered: REMEMBERED }) };
    case 'fast-jwt-forgetful':
      return { onRequest: await fastJwtHook({ issuer, audience, remembered: NO_ROOM }) };
  }
}

async function guarded(maxTokens: number): Promise<RouteShorthandOptions> {
  const guard = createGuard({ issuer, audience, cache: { maxTokens } });
  await guard.ready();
  return { onRequest: fastifyGuard(guard).protect() };
}
