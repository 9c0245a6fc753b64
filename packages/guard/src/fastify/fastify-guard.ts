import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { admit } from '../adapters/admit.ts';
import { createIdentities } from '../adapters/identities.ts';
import { sendByFastify } from '../adapters/send-reply.ts';
import type { Guard } from '../guard.ts';
import type { Requirement } from '../requirements/requirement.ts';
import { createPlugin } from './plugin.ts';

/** An `onRequest` hook, as Fastify takes one. */
export type ProtectHook = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void;

/** A guard as Fastify uses it. */
export interface FastifyGuard<Identity> {
  /**
   * For `onRequest` of a route, or `app.addHook('onRequest', …)` for all routes of a plugin. A hook of a route
   * after one of the application asks for its requirements alone.
   *
   * @param requirements - what a caller must have beyond a good token
   */
  protect(...requirements: readonly Requirement[]): ProtectHook;
  /**
   * Who sends the request.
   *
   * @throws {DrawbridgeError} `internal` where {@link protect} did not run for the route
   */
  callerOf(request: FastifyRequest): Identity;
  /**
   * To be registered before routes are declared: serves the metadata document where the guard has one, and notes
   * in `schema.security` of each route what its own `protect()` asks for, which is where `@fastify/swagger` looks.
   */
  readonly plugin: FastifyPluginCallback;
}

/**
 * Uses a guard in Fastify.
 *
 * Fastify logs an incoming request before any hook. Its own `req` serializer logs no header fields; one of
 * yours that does must leave out those of `guard.fields`.
 */
export function fastifyGuard<Identity>(guard: Guard<Identity>): FastifyGuard<Identity> {
  const identities = createIdentities<Identity>();
  const asked = new WeakMap<object, readonly Requirement[]>();

  function refuse(reply: FastifyReply, thrown: unknown): void {
    void sendByFastify(reply, guard.refuse(thrown));
  }

  return {
    protect(...requirements) {
      // With a callback: a promise of Fastify's costs a turn of the event loop for every request.
      const hook: ProtectHook = ({ raw }, reply, done) => {
        let admitted: Promise<void> | undefined;
        try {
          admitted = admit(guard, identities, raw, requirements);
        } catch (thrown) {
          refuse(reply, thrown);
          return;
        }
        if (admitted === undefined) done();
        else admitted.then(done, (thrown: unknown) => refuse(reply, thrown));
      };
      asked.set(hook, requirements);
      return hook;
    },
    callerOf: ({ raw }) => identities.get(raw),
    plugin: createPlugin(guard, (hook) => asked.get(hook)),
  };
}
