import type { Clock, Engine, FetchDocument, Log } from '@drawbridge/core';

/** What every issuer of a guard shares. */
export interface IssuerParts {
  readonly fetch: FetchDocument;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
}
