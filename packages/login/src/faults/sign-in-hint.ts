import { quote } from '@drawbridge/core';
import { findProvider } from '../providers/find-provider.ts';
import { ENTRA_CODES } from './entra-codes.ts';
import { type HintRow, OAUTH_ROWS, type SignInFacts } from './hint-rows.ts';
import { PROVIDER_ROWS } from './provider-rows.ts';

/** An error of a provider, and what it was the answer to. */
export interface SignInFault {
  /** `error`, of the authorization, token, device or registration endpoint. */
  readonly error: string;
  /** `error_description`. Only looked at: none of its words come back. */
  readonly description?: string | undefined;
  readonly issuer?: string | undefined;
  readonly redirectUri?: string | undefined;
  readonly clientId?: string | undefined;
  readonly scope?: string | undefined;
}

/**
 * What to do about an error of a provider, in a sentence or two: by the code of Microsoft Entra in its description, by
 * what the error means at this provider, else by what it means everywhere.
 *
 * @returns `undefined` for an error that nobody documents
 */
export function signInHint(fault: SignInFault): string | undefined {
  const { error, description = '', issuer } = fault;
  const provider = issuer === undefined ? undefined : findProvider(issuer);
  const facts: SignInFacts = {
    redirectUri: bare(fault.redirectUri ?? 'the redirect URI'),
    clientId: bare(fault.clientId ?? 'of this request'),
    scope: bare(fault.scope ?? 'those of this request'),
  };
  const code =
    provider === undefined || provider.id === 'entra' ? entraCode(description) : undefined;
  const known = ENTRA_CODES.value.find(({ codes }) => code !== undefined && codes.includes(code));
  if (known !== undefined) return known.hint(facts);
  const rows = [...((provider && PROVIDER_ROWS[provider.id]) ?? []), ...OAUTH_ROWS];
  return rows.find((row) => fits(row, error, description))?.hint(facts);
}

function fits(row: HintRow, error: string, description: string): boolean {
  return (
    (row.error === undefined || row.error === error) &&
    (row.description === undefined || row.description.test(description))
  );
}

function entraCode(description: string): number | undefined {
  const digits = /\bAADSTS(\d{4,8})\b/.exec(description)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function bare(text: string): string {
  return quote(text).slice(1).replace(/"$/, '');
}
