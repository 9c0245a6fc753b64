import { ANY_AUDIENCE, documentUrlFault, issuerFault, requireCount } from '@drawbridge/core';
import type { IntrospectionOptions } from './options.ts';

/**
 * Refuses options that cannot be meant.
 *
 * @throws {TypeError} naming the option, and saying what to write instead
 */
export function checkOptions(options: IntrospectionOptions): void {
  const { issuer, endpoint, openIdConnectUrl, audience, authorizedParties } = options;
  requireText(issuer, 'issuer', 'the issuer as its discovery document names it');
  refuseFault('issuer', issuerFault(issuer));
  if (endpoint !== undefined) refuseFault('endpoint', documentUrlFault(endpoint));
  if (openIdConnectUrl !== undefined) {
    refuseFault('openIdConnectUrl', documentUrlFault(openIdConnectUrl));
  }
  if (audience !== ANY_AUDIENCE) {
    const names = typeof audience === 'string' ? [audience] : audience;
    requireNames(names, 'audience', 'the name of this API');
  }
  if (authorizedParties !== undefined) {
    requireNames(authorizedParties, 'authorizedParties', 'the id of a client');
  }
  if (![undefined, 'refuse', 'checked-by-proxy'].includes(options.senderConstrained)) {
    throw new TypeError('senderConstrained must be one of refuse, checked-by-proxy');
  }
  if (![undefined, true, false].includes(options.opaque)) {
    throw new TypeError('opaque must be true or false');
  }
  requireSeconds(options.leeway ?? 0, 'leeway');
  requireSeconds(options.cache?.maxAge ?? 0, 'cache.maxAge');
  requireCount(options.cache?.maxTokens ?? 1, 'cache.maxTokens');
  requireCount(options.maxTokenLength ?? 1, 'maxTokenLength');
  requireCount(options.maxInFlight ?? 1, 'maxInFlight');
  requireCount(options.timeout ?? 1, 'timeout');
}

function refuseFault(option: string, fault: string | undefined): void {
  if (fault !== undefined) throw new TypeError(`${option} ${fault}`);
}

function requireText(value: unknown, option: string, what: string): void {
  if (typeof value !== 'string') throw new TypeError(`${option} must be ${what}`);
}

function requireNames(names: unknown, option: string, what: string): void {
  const fine =
    Array.isArray(names) &&
    names.length > 0 &&
    names.every((name) => typeof name === 'string' && name !== '');
  if (!fine) throw new TypeError(`${option} must be ${what} as a string, or a list of such`);
}

function requireSeconds(value: number, option: string): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new TypeError(`${option} must be a whole number of seconds, 0 or more`);
}
