import type { Guard } from '../guard.ts';
import type { Requirement } from '../requirements/requirement.ts';
import type { Identities } from './identities.ts';
import { type NodeRequest, toGuardRequest } from './node-request.ts';
import { removeFields } from './remove-fields.ts';

/**
 * Finds out who sends a request of Node, and keeps it; of a request that it let in before, asks only for the
 * requirements. The fields that carry tokens are gone when it returns, before anything was judged.
 *
 * @throws {DrawbridgeError} why the request is refused
 */
export async function admit<Identity>(
  guard: Guard<Identity>,
  identities: Identities<Identity>,
  request: NodeRequest,
  requirements: readonly Requirement[],
): Promise<void> {
  if (identities.has(request)) {
    guard.require(identities.get(request), ...requirements);
    return;
  }
  const shown = toGuardRequest(request);
  if (guard.removesFields) removeFields(request, guard.fields);
  identities.set(request, await guard.identify(shown, ...requirements));
}
