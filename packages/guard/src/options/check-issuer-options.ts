import { isAlgorithm } from '@drawbridge/core';
import { PROFILES } from '../judge/profiles/profiles.ts';
import type { IssuerOptions } from './guard-options.ts';
import {
  requireArray,
  requireLeeway,
  requireList,
  requireNames,
  requireOneOf,
} from './require-options.ts';

/**
 * Refuses options of an issuer that cannot be meant. Numbers and algorithms are judged by the verifier as well.
 *
 * @throws {TypeError} naming the option, and saying what to write instead
 */
export function checkIssuerOptions(options: IssuerOptions): void {
  const { audience, authorizedParties, idTokenAudience, requiredClaims, profile } = options;
  requireNames(audience, 'audience', 'the name of this API');
  if (authorizedParties !== undefined) {
    requireList(authorizedParties, 'authorizedParties', 'the id of a client');
  }
  if (idTokenAudience !== undefined) {
    requireNames(idTokenAudience, 'idTokenAudience', "the proxy's client id");
  }
  requireArray(requiredClaims, 'requiredClaims', "['sub']");
  if (requiredClaims !== undefined && requiredClaims.length > 0) {
    requireList(requiredClaims, 'requiredClaims', 'the name of a claim');
  }
  requireOneOf(profile, 'profile', Object.keys(PROFILES));
  requireOneOf(options.senderConstrained, 'senderConstrained', ['refuse', 'checked-by-proxy']);
  if (![undefined, true, false].includes(options.paddedBase64)) {
    throw new TypeError('paddedBase64 must be true or false');
  }
  requireLeeway(options.leeway);
  const { algorithms } = options;
  if (algorithms === undefined) return;
  if (!Array.isArray(algorithms) || algorithms.length === 0 || !algorithms.every(isAlgorithm)) {
    throw new TypeError('algorithms must list asymmetric algorithms, such as RS256');
  }
}
