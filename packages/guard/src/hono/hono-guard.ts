import { peerOf, toResponse } from '@drawbridge/core';
import type { Context, MiddlewareHandler } from 'hono';
import { withoutFields } from '../adapters/fetch-request.ts';
import { createIdentities } from '../adapters/identities.ts';
import { metadataAt } from '../adapters/metadata-at.ts';
import type { NodeRequest } from '../adapters/node-request.ts';
import { removeFields } from '../adapters/remove-fields.ts';
import { requireGuard, requireRequirements } from '../adapters/require-parts.ts';
import type { Caller } from '../caller/caller.ts';
import type { Guard } from '../guard.ts';
import { requestFields } from '../headers/request-fields.ts';
import { requireAllFields } from '../headers/require-all-fields.ts';
import type { SecurityScheme } from '../openapi/scheme.ts';
import type { Requirement } from '../requirements/requirement.ts';

/** What handlers find by `c.get('caller')`. */
export interface CallerVariables<Identity> {
  Variables: { caller: Identity };
}

/** A guard as Hono uses it. */
export interface HonoGuard<Identity, Who = Caller> {
  /**
   * Middleware for a route or for many. One of a route after one of the application asks for its requirements
   * alone.
   *
   * @param requirements - what a caller must have beyond a good token
   */
  protect(
    ...requirements: readonly Requirement<Who>[]
  ): MiddlewareHandler<CallerVariables<Identity>>;
  /**
   * Who sends the request.
   *
   * @throws {DrawbridgeError} `internal` where {@link protect} did not run for the route
   */
  callerOf(context: Pick<Context, 'req'>): Identity;
  /** Middleware for the application: serves the metadata document at its path, where the guard has one. */
  readonly metadata: MiddlewareHandler;
}

/**
 * Uses a guard in Hono, on any runtime. The address of the peer, and its certificate, are known on Node alone,
 * through `@hono/node-server`. Middleware that logs header fields belongs after it.
 */
export function honoGuard<Identity, Who>(
  guard: Guard<Identity, Who, SecurityScheme>,
): HonoGuard<Identity, Who> {
  requireGuard(guard, 'honoGuard');
  const identities = createIdentities<Identity>();

  async function admit(context: Context, requirements: readonly Requirement<Who>[]): Promise<void> {
    const { req } = context;
    if (identities.has(req)) {
      guard.require(identities.get(req), ...requirements);
      return;
    }
    const incoming = incomingOf(context.env);
    // In a request of the Fetch standard, repeated fields count as one.
    const fieldCount = (incoming?.rawHeaders.length ?? 0) / 2;
    const peer = incoming && peerOf(incoming.socket);
    // Middleware before this one has a say in what a request is. Fields that were sent twice are joined in it, which
    // no token survives.
    const shown = requestFields(req.raw, peer);
    if (guard.removesFields) {
      req.raw = withoutFields(req.raw, guard);
      if (incoming !== undefined) removeFields(incoming, guard);
    }
    requireAllFields(fieldCount);
    const identity = await guard.identify(shown, ...requirements);
    identities.set(req, identity);
    context.set('caller', identity);
  }

  return {
    protect(...requirements) {
      requireRequirements(requirements);
      return async (context, next) => {
        try {
          await admit(context, requirements);
        } catch (thrown) {
          return toResponse(guard.refuse(thrown), context.req.method);
        }
        return next();
      };
    },
    callerOf: ({ req }) => identities.get(req),
    metadata: ({ req }, next) => {
      const reply = metadataAt(guard, req.method, req.path);
      return reply === undefined ? next() : Promise.resolve(toResponse(reply, req.method));
    },
  };
}

/** What `@hono/node-server` passes beside the request. */
function incomingOf(env: unknown): NodeRequest | undefined {
  if (typeof env !== 'object' || env === null || !('incoming' in env)) return undefined;
  return isNodeRequest(env.incoming) ? env.incoming : undefined;
}

function isNodeRequest(value: unknown): value is NodeRequest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'rawHeaders' in value &&
    Array.isArray(value.rawHeaders) &&
    'headers' in value &&
    'socket' in value
  );
}
