// A Fastify route that answers who calls, guarded or not: what the figures of the guard are measured at.
// Arguments: port, the side (a name of SIDES), address of the issuer, audience, algorithm.

import { createGuard } from '@drawbridge/guard';
import { fastifyGuard } from '@drawbridge/guard/fastify';
import Fastify, { type onRequestAsyncHookHandler } from 'fastify';
import { fastJwtHook } from './fast-jwt-hook.ts';
import { isSide, type Side } from './sides.ts';

const [port = '', side = '', issuer = '', audience = ''] = process.argv.slice(2);
if (!isSide(side)) throw new Error(`${side} is no side`);

const app = Fastify();
const onRequest = await hookOf(side);
app.get('/ready', () => 'ready');
app.get('/', onRequest === undefined ? {} : { onRequest }, () => ({ hello: 'world' }));
// Longer than a bench pauses between two measurements.
app.server.keepAliveTimeout = 65_000;
await app.listen({ port: Number(port), host: '127.0.0.1' });

async function hookOf(name: Side): Promise<onRequestAsyncHookHandler | undefined> {
  switch (name) {
    case 'unguarded':
      return undefined;
    case 'guarded':
    case 'guarded-forgetful': {
      // With room for one token, tokens that take turns are never seen before.
      const cache = { maxTokens: name === 'guarded' ? 10_000 : 1 };
      const guard = createGuard({ issuer, audience, cache });
      await guard.ready();
      return fastifyGuard(guard).protect();
    }
    case 'fast-jwt':
    case 'fast-jwt-forgetful':
      return fastJwtHook({ issuer, audience, cache: name === 'fast-jwt' });
  }
}
