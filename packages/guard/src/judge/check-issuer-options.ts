import { isAlgorithm } from '@drawbridge/core';
import type { IssuerOptions } from '../guard-options.ts';
import { PROFILES } from './profiles/profiles.ts';

/**
 * Refuses options of an issuer that cannot be meant. Numbers and algorithms are judged by the verifier as well.
 *
 * @throws {TypeError} naming the option, and saying what to write instead
 */
export function checkIssuerOptions(options: IssuerOptions): void {
  const { audience, authorizedParties, idTokenAudience, requiredClaims, profile } = options;
  requireNames(
    typeof audience === 'string' ? [audience] : audience,
    'audience',
    'the name of this API',
  );
  if (authorizedParties !== undefined) {
    requireNames(authorizedParties, 'authorizedParties', 'the id of a client');
  }
  if (idTokenAudience !== undefined) {
    const clients = typeof idTokenAudience === 'string' ? [idTokenAudience] : idTokenAudience;
    requireNames(clients, 'idTokenAudience', "the proxy's client id");
  }
  if (requiredClaims !== undefined && requiredClaims.length > 0) {
    requireNames(requiredClaims, 'requiredClaims', 'the name of a claim');
  }
  requireOneOf(profile, 'profile', Object.keys(PROFILES));
  requireOneOf(options.senderConstrained, 'senderConstrained', ['refuse', 'checked-by-proxy']);
  const { algorithms } = options;
  if (algorithms !== undefined && !(algorithms.length > 0 && algorithms.every(isAlgorithm))) {
    throw new TypeError('algorithms must list asymmetric algorithms, such as RS256');
  }
}

/** A pattern is refused too: names are compared as text, whole. */
function requireNames(names: unknown, option: string, what: string): void {
  const fine =
    Array.isArray(names) &&
    names.length > 0 &&
    names.every((name) => typeof name === 'string' && name !== '');
  if (!fine) throw new TypeError(`${option} must be ${what} as a string, or a list of such`);
}

function requireOneOf(value: unknown, option: string, known: readonly string[]): void {
  if (value === undefined || (typeof value === 'string' && known.includes(value))) return;
  throw new TypeError(`${option} must be one of ${known.join(', ')}`);
}
