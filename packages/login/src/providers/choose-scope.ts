import { type JsonObject, member } from '@drawbridge/core';
import { findProvider } from './find-provider.ts';

/** What of a sign-in its scope depends on. */
export interface ScopeQuestion {
  readonly issuer: string;
  /** The discovery document. */
  readonly metadata?: JsonObject;
  /** Whether the sign-in is to be renewed without a person. */
  readonly wantsRefresh: boolean;
}

const OFFLINE = 'offline_access';

/**
 * The scope of a sign-in. What a person gives is taken as it is, and nothing is added to it. Else `openid email`, with
 * `offline_access` where the provider is known to need it, or where a refresh token is wanted and a provider that we do
 * not know lists that scope (OpenID Connect Core 1.0 section 11).
 *
 * @param given - scopes with white space between them; empty is not given
 */
export function chooseScope({
  given = '',
  ...question
}: ScopeQuestion & { readonly given?: string | undefined }): string {
  const scopes = given.split(/\s+/).filter((scope) => scope !== '');
  if (scopes.length > 0) return scopes.join(' ');
  return needsOffline(question) ? `openid email ${OFFLINE}` : 'openid email';
}

/** Parameters of the authorization request that ask for a refresh token where no scope does. */
export function refreshParameters({
  issuer,
  metadata,
  wantsRefresh,
}: ScopeQuestion): Readonly<Record<string, string>> {
  return (wantsRefresh && findProvider(issuer, metadata)?.refreshParameters) || {};
}

function needsOffline({ issuer, metadata, wantsRefresh }: ScopeQuestion): boolean {
  const rule = findProvider(issuer, metadata)?.refresh.value;
  if (rule === 'always-scope') return true;
  if (!wantsRefresh) return false;
  if (rule !== undefined) return rule === 'scope';
  const listed = metadata && member(metadata, 'scopes_supported');
  return Array.isArray(listed) && listed.includes(OFFLINE);
}
