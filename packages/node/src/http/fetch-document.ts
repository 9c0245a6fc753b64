import { createFetchDocument, type FetchDocument, type FetchResponse } from '@drawbridge/core';
import type { LazyAgent } from './agent.ts';
import { outboundError } from './outbound-error.ts';
import { detourOf, safeFetch } from './safe-fetch.ts';

/** How the documents of one upstream are fetched. */
export interface AgentFetchOptions {
  readonly agent: LazyAgent;
  /** Milliseconds, from the first packet to the last byte. */
  readonly timeout: number;
  /** Extra headers, names in lower case, for the origin that is asked first. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where a person names the file of an authority that is trusted for this upstream alone. */
  readonly caSetting: string;
}

/** The {@link FetchDocument} of one agent. */
export function fetchDocumentBy({
  agent,
  timeout,
  headers,
  caSetting,
}: AgentFetchOptions): FetchDocument {
  return createFetchDocument({
    timeout,
    headers,
    async fetch(url, { signal, headers: request }) {
      return (await safeFetch(agent, url, { signal, headers: request })) as FetchResponse;
    },
    toError: (thrown, { address }) =>
      outboundError(thrown, {
        peer: 'upstream',
        address,
        timeout,
        detour: detourOf(agent, address),
        caSetting,
      }),
  });
}
