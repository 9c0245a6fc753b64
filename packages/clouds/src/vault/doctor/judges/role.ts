import { member, quote } from '@drawbridge/core';
import { beforeTrust } from '../../../doctor/left-to-trust.ts';
import { type Outcome, unknown } from '../../../doctor/outcome.ts';
import type { VaultTrust } from '../../evaluate/vault-trust.ts';
import { READ_ROLE } from './places.ts';

/** What the role makes of the token: one that was read is one that Vault takes. */
export const isBound = beforeTrust<VaultTrust>(({ token }) => {
  const aud = token === undefined ? undefined : member(token.claims, 'aud');
  const told =
    aud === undefined ? '' : `: aud is ${quote(aud)}, so that it must have that in bound_audiences`;
  return unknown(`the role was not given${told}`, `Give it by --trust: ${READ_ROLE}.`);
});

/** What the caller says to Vault. */
export function callOfClient(): Outcome {
  return unknown(
    'how Vault is asked, and from which address, is not known here',
    'Ask it so: vault write auth/jwt/login role=NAME jwt=@token.jwt, with the path of the mount for jwt, in its namespace. Where the role has token_bound_cidrs, ask it from there.',
  );
}

/** What the login gives may do. */
export function isGranted(): Outcome {
  return unknown(
    'what the policies of the role allow was not asked',
    'Ask with what the login gave: vault token lookup, then vault token capabilities PATH.',
  );
}
