import type { Request, RequestHandler } from 'express';
import { admit } from '../adapters/admit.ts';
import { createIdentities } from '../adapters/identities.ts';
import { metadataAt } from '../adapters/metadata-at.ts';
import { requireGuard, requireRequirements } from '../adapters/require-parts.ts';
import { sendReply } from '../adapters/send-reply.ts';
import type { Caller } from '../caller/caller.ts';
import type { Guard } from '../guard.ts';
import type { SecurityScheme } from '../openapi/scheme.ts';
import type { Requirement } from '../requirements/requirement.ts';

/** A guard as Express uses it. */
export interface ExpressGuard<Identity, Who = Caller> {
  /**
   * Middleware for a route, a router or the application. One of a route after one of the application asks for
   * its requirements alone.
   *
   * @param requirements - what a caller must have beyond a good token
   */
  protect(...requirements: readonly Requirement<Who>[]): RequestHandler;
  /**
   * Who sends the request.
   *
   * @throws {DrawbridgeError} `internal` where {@link protect} did not run for the route
   */
  callerOf(request: Pick<Request, 'rawHeaders'>): Identity;
  /** Middleware for the application: serves the metadata document at its path, where the guard has one. */
  readonly metadata: RequestHandler;
}

/** Uses a guard in Express. Middleware that logs header fields belongs after it. */
export function expressGuard<Identity, Who>(
  guard: Guard<Identity, Who, SecurityScheme>,
): ExpressGuard<Identity, Who> {
  requireGuard(guard, 'expressGuard');
  const identities = createIdentities<Identity>();
  return {
    protect(...requirements) {
      requireRequirements(requirements);
      return async (request, response, next) => {
        try {
          await admit(guard, identities, request, requirements);
        } catch (thrown) {
          sendReply(response, guard.refuse(thrown));
          return;
        }
        next();
      };
    },
    callerOf: (request) => identities.get(request),
    metadata({ method, path, baseUrl }, response, next) {
      const reply = metadataAt(guard, method, baseUrl + path);
      if (reply === undefined) next();
      else sendReply(response, reply);
    },
  };
}
