import { type HeaderField, member } from '@drawbridge/core';
import type { VouchSession } from '@drawbridge/oauth';
import type { VouchSettings } from '../vouch-settings.ts';
import { claimFieldName, claimFieldValue } from './claim-field.ts';
import { wireText } from './wire-text.ts';

/** Tells an app who somebody is, or that nobody is signed in. */
export type IdentityHeaders = (session: VouchSession | undefined) => readonly HeaderField[];

/**
 * Makes {@link IdentityHeaders}. Each field of the settings is there each time, empty where nothing is known: a proxy that finds
 * none leaves in place what the client sent under its name. Of two fields of one name the first counts.
 */
export function createIdentityHeaders({
  headers,
}: Pick<VouchSettings, 'headers'>): IdentityHeaders {
  const { user, success, claims, claimHeader } = headers;
  const names = new Set<string>();
  const fields: { name: string; write: (session: VouchSession) => string }[] = [];
  const add = (name: string | undefined, write: (session: VouchSession) => string) => {
    if (name === undefined || name === '' || names.has(name.toLowerCase())) return;
    names.add(name.toLowerCase());
    fields.push({ name, write });
  };
  add(user, ({ username }) => wireText(username) ?? '');
  add(success, () => 'true');
  for (const claim of claims) {
    add(claimFieldName(claimHeader, claim), ({ customClaims = {} }) =>
      Object.hasOwn(customClaims, claim) ? claimFieldValue(member(customClaims, claim)) : '',
    );
  }
  add(headers.accessToken, ({ accessToken = '' }) => wireText(accessToken) ?? '');
  add(headers.idToken, ({ idToken = '' }) => wireText(idToken) ?? '');
  add(headers.refreshToken, ({ refreshToken = '' }) => wireText(refreshToken) ?? '');
  const nobody = fields.map(({ name }): HeaderField => [name, '']);
  return (session) =>
    session === undefined
      ? nobody
      : fields.map(({ name, write }): HeaderField => [name, write(session)]);
}
