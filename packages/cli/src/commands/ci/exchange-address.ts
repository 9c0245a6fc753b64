import { documentUrlFault, usageError } from '@drawbridge/core';

/** An exchange, as a person names it. */
export interface ExchangeAddress {
  /** Its token endpoint. */
  readonly endpoint: string;
  /** What it takes tokens for by default: its own address, which is its issuer. */
  readonly audience: string;
}

const ADVICE =
  'Give the address of the exchange, https, or http on this machine alone: its issuer, with /token or without.';

/** What was meant, where that can be told: a scheme is missing, or there twice. What may hold a password is not repeated. */
function instead(given: string): string {
  const meant = `https://${given.replace(/^(?:https?:\/*)+/i, '')}`;
  const isMeant =
    documentUrlFault(meant) === undefined &&
    /^https:\/\/[\w.-]+(?::\d+)?(?:\/[\w./-]*)?$/.test(meant);
  return isMeant ? ` Was ${meant} meant?` : '';
}

/**
 * The token endpoint of an exchange of which a person gave the address, with `/token` at its end or without.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export function exchangeAddress(given: string): ExchangeAddress {
  const fault = documentUrlFault(given) ?? (given.includes('?') ? 'has a query' : undefined);
  if (fault !== undefined) {
    throw usageError([{ path: '--exchange', message: fault }], `${ADVICE}${instead(given)}`);
  }
  const audience = given.replace(/\/(?:token)?$/, '');
  return { endpoint: `${audience}/token`, audience };
}
