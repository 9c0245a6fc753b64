import { documentUrlFault, usageError } from '@drawbridge/core';

/** An exchange, as a person names it. */
export interface ExchangeAddress {
  /** Its token endpoint. */
  readonly endpoint: string;
  /** What it takes tokens for by default: its own address, which is its issuer. */
  readonly audience: string;
}

/**
 * The token endpoint of an exchange of which a person gave the address, with `/token` at its end or without.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export function exchangeAddress(given: string): ExchangeAddress {
  const fault = documentUrlFault(given) ?? (given.includes('?') ? 'has a query' : undefined);
  if (fault !== undefined) throw usageError([{ path: '--exchange', message: fault }]);
  const audience = given.replace(/\/(?:token)?$/, '');
  return { endpoint: `${audience}/token`, audience };
}
