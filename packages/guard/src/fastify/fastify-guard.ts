import type { FastifyPluginCallback } from 'fastify';
import { admit } from '../adapters/admit.ts';
import { createIdentities } from '../adapters/identities.ts';
import { requireGuard, requireRequirements } from '../adapters/require-parts.ts';
import { type FastifyResponse, sendByFastify } from '../adapters/send-reply.ts';
import type { Caller } from '../caller/caller.ts';
import type { Guard } from '../guard.ts';
import type { SecurityScheme } from '../openapi/scheme.ts';
import type { Requirement } from '../requirements/requirement.ts';
import { isOpen } from './open-route.ts';
import { createPlugin, type FastifyGuardPluginOptions } from './plugin.ts';
import type { HookRequest, ProtectHook } from './protect-hook.ts';

/** A guard as Fastify uses it. */
export interface FastifyGuard<Identity, Who = Caller> {
  /**
   * For `onRequest` of a route. After a hook of the whole application, such as {@link plugin} adds, it asks for its
   * requirements alone.
   *
   * @param requirements - what a caller must have beyond a good token
   */
  protect(...requirements: readonly Requirement<Who>[]): ProtectHook;
  /**
   * Who sends the request.
   *
   * @throws {DrawbridgeError} `internal` where {@link protect} did not run for the route
   */
  callerOf(request: Pick<HookRequest, 'raw'>): Identity;
  /**
   * To be registered before routes are declared: serves the metadata document where the guard has one, protects
   * all routes where its option `protect` says so, and notes in `schema.security` of each route what is asked of its
   * callers, which is where `@fastify/swagger` looks.
   */
  readonly plugin: FastifyPluginCallback<FastifyGuardPluginOptions<Who>>;
}

/**
 * Uses a guard in Fastify.
 *
 * Fastify logs an incoming request before any hook. Its own `req` serializer logs no header fields; one of
 * yours that does must leave out those of `guard.fields`.
 */
export function fastifyGuard<Identity, Who>(
  guard: Guard<Identity, Who, SecurityScheme>,
): FastifyGuard<Identity, Who> {
  requireGuard(guard, 'fastifyGuard');
  const identities = createIdentities<Identity>();
  const asked = new WeakMap<object, readonly Requirement<Who>[]>();
  /** @returns whether the request may go on */
  function refuse<Response extends FastifyResponse<Response>>(
    thrown: unknown,
    { routeOptions }: HookRequest,
    reply: Response,
  ): boolean {
    if (isOpen(routeOptions.config)) return true;
    sendByFastify(reply, guard.refuse(thrown));
    return false;
  }

  async function wait<Response extends FastifyResponse<Response>>(
    admitted: Promise<void>,
    request: HookRequest,
    reply: Response,
  ): Promise<Response | undefined> {
    try {
      await admitted;
    } catch (thrown) {
      if (!refuse(thrown, request, reply)) return reply;
    }
    return undefined;
  }

  const protect = (...requirements: readonly Requirement<Who>[]): ProtectHook => {
    requireRequirements(requirements);
    const hook: ProtectHook = (request, reply, done) => {
      let admitted: Promise<void> | undefined;
      try {
        admitted = admit(guard, identities, request.raw, requirements);
      } catch (thrown) {
        if (!refuse(thrown, request, reply)) return undefined;
      }
      if (admitted !== undefined) return wait(admitted, request, reply);
      done();
      return undefined;
    };
    asked.set(hook, requirements);
    return hook;
  };
  return {
    protect,
    callerOf: ({ raw }) => identities.get(raw),
    plugin: createPlugin({ guard, protect, askedBy: (hook) => asked.get(hook) }),
  };
}
