import { DrawbridgeError } from '@drawbridge/core';

/** Who sent which request. Nobody else sees it: it hangs on no property of the request. */
export interface Identities<Identity> {
  has(request: object): boolean;
  set(request: object, identity: Identity): void;
  /** @throws {DrawbridgeError} `internal` for a request that was not judged: a route was left without a guard */
  get(request: object): Identity;
}

/** Forgets a request with the request itself. */
export function createIdentities<Identity>(): Identities<Identity> {
  const known = new WeakMap<object, { readonly identity: Identity }>();
  return {
    has: (request) => known.has(request),
    set(request, identity) {
      known.set(request, { identity });
    },
    get(request) {
      const found = known.get(request);
      if (found !== undefined) return found.identity;
      throw new DrawbridgeError('internal', {
        detail: 'Nobody judged who sends this request: protect() did not run for this route.',
        hint: 'Put protect() of the same guard before the handler that asks for the caller.',
      });
    },
  };
}
