import {
  createRevocations,
  createUpstreamKeys,
  type FetchDocument,
  loadByDiscovery,
  loadFromUri,
  type Store,
} from '@drawbridge/core';
import type { Runtime } from '@drawbridge/node';
import { type Bearer, createBearer } from '../../bearer/create-bearer.ts';
import type { BearerIssuerSection } from '../section/bearer-schema.ts';
import { readerOf } from './reader-of.ts';

/** An issuer of bearer tokens, and the way to its documents. */
export interface ReachedIssuer {
  readonly section: BearerIssuerSection;
  readonly fetchDocument: FetchDocument;
}

/** Makes the judge of bearer tokens. What was ended at the gateway is ended for tokens of the same person too. */
export function buildBearer(
  reached: readonly ReachedIssuer[],
  { engine, clock, log }: Pick<Runtime, 'engine' | 'clock' | 'log'>,
  store: Store,
): Bearer {
  const issuers = reached.map(({ section, fetchDocument: fetch }) => {
    const { issuer, audiences, discoveryUrl, jwksUri } = section;
    const keys = createUpstreamKeys({
      issuer,
      engine,
      clock,
      load:
        jwksUri === undefined
          ? loadByDiscovery({ issuer, fetch, ...(discoveryUrl !== undefined && { discoveryUrl }) })
          : loadFromUri({ jwksUri, fetch }),
      onStale: ({ message }) =>
        log.warn('keys of an issuer of bearer tokens not renewed', {
          issuer,
          detail: `the old ones serve: ${message}`,
        }),
    });
    return { ...readerOf(section), trust: { issuer, audiences, keys } };
  });
  return createBearer({
    issuers,
    engine,
    clock,
    revocations: createRevocations({ store, engine }),
  });
}
