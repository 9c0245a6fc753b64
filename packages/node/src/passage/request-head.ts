import type { IncomingMessage } from 'node:http';
import type { CallHead, HeaderField, Peer } from '@drawbridge/core';

/** What a policy is shown of a request. A class for the sake of its getter, as the listener's call is one. */
export class RequestHead implements CallHead {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderField[];
  readonly peer: Peer;
  readonly upgrade: boolean;
  readonly #signal: () => AbortSignal;

  constructor(
    { method = '', url = '' }: IncomingMessage,
    headers: readonly HeaderField[],
    peer: Peer,
    upgrade: boolean,
    signal: () => AbortSignal,
  ) {
    this.method = method;
    this.target = url;
    this.headers = headers;
    this.peer = peer;
    this.upgrade = upgrade;
    this.#signal = signal;
  }

  get signal(): AbortSignal {
    return this.#signal();
  }
}
