import { createFetchDocument, type FetchDocument, type FetchResponse } from '@drawbridge/core';
import type { Detour, LazyAgent } from './agent.ts';
import { upstreamError } from './upstream-error.ts';

/** How the documents of one upstream are fetched. */
export interface AgentFetchOptions {
  readonly agent: LazyAgent;
  /** Milliseconds, from the first packet to the last byte. */
  readonly timeout: number;
  /** Extra headers, names in lower case, for the origin that is asked first. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The {@link FetchDocument} of one agent. */
export function fetchDocumentBy({ agent, timeout, headers }: AgentFetchOptions): FetchDocument {
  return createFetchDocument({
    timeout,
    headers,
    async fetch(url, { signal, redirect, headers: request }) {
      const { dispatcher, fetch } = await agent.connect(url);
      const init = { dispatcher, signal, redirect, headers: request };
      return (await fetch(url, init)) as FetchResponse;
    },
    toError: (thrown, { address }) =>
      upstreamError(thrown, { address, timeout, detour: detourOf(agent, address) }),
  });
}

function detourOf(agent: LazyAgent, address: string): Detour | undefined {
  return URL.canParse(address) ? agent.detour(new URL(address)) : undefined;
}
