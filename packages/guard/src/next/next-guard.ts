import { DrawbridgeError, toResponse } from '@drawbridge/core';
import type { NextRequest } from 'next/server.js';
import { removeFrom } from '../adapters/fetch-request.ts';
import { createIdentities } from '../adapters/identities.ts';
import { requireGuard, requireRequirements } from '../adapters/require-parts.ts';
import type { Caller } from '../caller/caller.ts';
import type { Guard } from '../guard.ts';
import { requestFields } from '../headers/request-fields.ts';
import type { SecurityScheme } from '../openapi/scheme.ts';
import type { Requirement } from '../requirements/requirement.ts';

/** A route handler as Next.js calls it. */
export type RouteHandler<Incoming extends Request, RouteContext> = (
  request: Incoming,
  context: RouteContext,
) => Promise<Response>;

/** A route handler that is told who is calling. */
export type ProtectedHandler<Identity, Incoming extends Request, RouteContext> = (
  request: Incoming,
  caller: Identity,
  context: RouteContext,
) => Response | Promise<Response>;

/** A guard as route handlers of Next.js use it. */
export interface NextGuard<Identity, Who = Caller> {
  /**
   * Wraps a route handler: `export const GET = auth.protect((request, caller) => …)`.
   *
   * @param requirements - what a caller must have beyond a good token
   */
  protect<Incoming extends Request = NextRequest, RouteContext = unknown>(
    handler: ProtectedHandler<Identity, Incoming, RouteContext>,
    ...requirements: readonly Requirement<Who>[]
  ): RouteHandler<Incoming, RouteContext>;
  /**
   * Who sends the request.
   *
   * @throws {DrawbridgeError} `internal` where {@link protect} did not run for the route
   */
  callerOf(request: Request): Identity;
  /**
   * `GET` of `app/.well-known/oauth-protected-resource/route.ts`, and of the resource's own path below it.
   *
   * @throws {DrawbridgeError} `internal` when the guard has no metadata
   */
  metadata(): Response;
}

/**
 * Uses a guard in route handlers of the app router.
 *
 * Neither the request that the handler is given nor `headers()` of `next/headers` in it shows a token; in pages and
 * layouts, which nothing wraps, `headers()` shows all that came. The address of the peer is not known:
 * `proxy.addresses` lets nobody in here. Next.js answers OPTIONS itself, unless the route exports it.
 */
export function nextGuard<Identity, Who>(
  guard: Guard<Identity, Who, SecurityScheme>,
): NextGuard<Identity, Who> {
  requireGuard(guard, 'nextGuard');
  const identities = createIdentities<Identity>();

  async function admit(
    request: Request,
    requirements: readonly Requirement<Who>[],
  ): Promise<Identity> {
    if (identities.has(request)) {
      const known = identities.get(request);
      guard.require(known, ...requirements);
      return known;
    }
    const shown = requestFields(request);
    // In place: a copy would lose what Next.js keeps beside the request, and `headers()` reads these very fields. Those
    // of requests that it hands to handlers can be removed.
    if (guard.removesFields) removeFrom(request.headers, guard);
    const identity = await guard.identify(shown, ...requirements);
    identities.set(request, identity);
    return identity;
  }

  return {
    protect(handler, ...requirements) {
      requireRequirements(requirements);
      return async (request, context) => {
        // Read before faults are caught: while it prerenders, Next.js throws a signal of its own from here.
        const { method, headers: _read } = request;
        let caller: Identity;
        try {
          caller = await admit(request, requirements);
        } catch (thrown) {
          return toResponse(guard.refuse(thrown), method);
        }
        return handler(request, caller, context);
      };
    },
    callerOf: (request) => identities.get(request),
    metadata() {
      if (guard.metadata !== undefined) return toResponse(guard.metadata.reply, 'GET');
      throw new DrawbridgeError('internal', {
        detail: 'This guard has no metadata document to serve.',
        hint: 'Set `resource` in the options of the guard.',
      });
    },
  };
}
