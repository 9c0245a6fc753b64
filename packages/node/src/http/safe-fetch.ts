import { isForbiddenHost, parseUrl } from '@drawbridge/core';
import type { RequestInit, Response } from 'undici';
import type { Detour, LazyAgent } from './agent.ts';
import type { Posted, PostOptions } from './direct-post.ts';
import { ForbiddenAddressError } from './guarded-lookup.ts';

/**
 * Fetches over an agent, never from a link-local or metadata address, and follows no redirect: that
 * is for who asks to judge.
 */
export async function safeFetch(
  agent: LazyAgent,
  url: URL,
  init: Pick<RequestInit, 'method' | 'headers' | 'body' | 'signal'>,
): Promise<Response> {
  if (isForbiddenHost(url)) throw new ForbiddenAddressError(url.host);
  const { dispatcher, fetch } = await agent.connect(url);
  return fetch(url, { ...init, dispatcher, redirect: 'manual' });
}

/** As {@link safeFetch}, for one form, without what `fetch` loads. An answer is not decompressed, so none that is is asked for. */
export async function safePost(
  agent: LazyAgent,
  url: URL,
  { headers, ...options }: PostOptions,
): Promise<Posted> {
  if (isForbiddenHost(url)) throw new ForbiddenAddressError(url.host);
  return agent.post(url, { ...options, headers: { 'accept-encoding': 'identity', ...headers } });
}

/** The proxy on the way to an address, if there is one. */
export function detourOf(agent: LazyAgent, address: string): Detour | undefined {
  const url = parseUrl(address);
  return url && agent.detour(url);
}
