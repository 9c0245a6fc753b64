import type { Guard } from '../guard.ts';
import type { SecurityScheme } from '../openapi/scheme.ts';
import type { Requirement } from '../requirements/requirement.ts';
import type { Identities } from './identities.ts';
import { type NodeRequest, toGuardRequest } from './node-request.ts';
import { removeFields } from './remove-fields.ts';

/**
 * Finds out who sends a request of Node, and keeps it; of a request that it let in before, asks only for the
 * requirements. The fields that carry tokens are gone when it returns, before anything was judged.
 *
 * @returns `undefined` when that was found out at once, as it is unless keys, a signature or a store are waited for
 * @throws {DrawbridgeError} why the request is refused, also by the promise
 */
export function admit<Identity, Who>(
  guard: Guard<Identity, Who, SecurityScheme>,
  identities: Identities<Identity>,
  request: NodeRequest,
  requirements: readonly Requirement<Who>[],
): Promise<void> | undefined {
  if (identities.has(request)) {
    guard.require(identities.get(request), ...requirements);
    return undefined;
  }
  const shown = toGuardRequest(request);
  if (guard.removesFields) removeFields(request, guard);
  const identity = guard.identifySoon(shown, requirements);
  if (identity instanceof Promise) return keepLater(identities, request, identity);
  identities.set(request, identity);
  return undefined;
}

async function keepLater<Identity>(
  identities: Identities<Identity>,
  request: NodeRequest,
  identity: Promise<Identity>,
): Promise<void> {
  identities.set(request, await identity);
}
