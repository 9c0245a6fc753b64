import { DrawbridgeError } from '@drawbridge/core';

/** Who sent which request. Nobody else sees it: it hangs on no property of the request. */
export interface Identities<Identity> {
  has(request: object): boolean;
  set(request: object, identity: Identity): void;
  /** @throws {DrawbridgeError} `internal` for a request that was not judged: a route was left without a guard */
  get(request: object): Identity;
}

/** Its constructor answers what it is given, so that fields of a class that extends it are put there. */
// oxlint-disable-next-line typescript/no-extraneous-class -- there is no other way to a private field of another's object
class Given {
  constructor(given: object) {
    return given;
  }
}

/**
 * Forgets a request with the request itself.
 *
 * The identity is in a private field of the request, which no other class can name: nothing that lists, copies or logs
 * the properties of a request comes across it. A `WeakMap` hides it as well and costs more than all else that is done
 * for a token seen before, because the collector goes over the whole map each time.
 */
export function createIdentities<Identity>(): Identities<Identity> {
  class Marked extends Given {
    #identity: Identity;

    constructor(request: object, identity: Identity) {
      super(request);
      this.#identity = identity;
    }

    static has(request: object): request is Marked {
      return #identity in request;
    }

    static set(request: object, identity: Identity): void {
      // A field is put there once.
      const marked = #identity in request ? request : new Marked(request, identity);
      marked.#identity = identity;
    }

    static get(request: Marked): Identity {
      return request.#identity;
    }
  }

  return {
    has: Marked.has,
    set: Marked.set,
    get(request) {
      if (Marked.has(request)) return Marked.get(request);
      throw new DrawbridgeError('internal', {
        detail: 'Nobody judged who sends this request: protect() did not run for this route.',
        hint: 'Put protect() of the same guard before the handler that asks for the caller.',
      });
    },
  };
}
