import {
  ANY_AUDIENCE,
  documentUrlFault,
  issuerFault,
  requireCount,
  requireObject,
  requireSeconds,
} from '@drawbridge/core';
import { requireClient } from '@drawbridge/oauth';
import {
  refuseFault,
  refuseUnknown,
  requireLeeway,
  requireList,
  requireNames,
  requireOneOf,
} from '../options/require-options.ts';
import type { IntrospectionOptions } from './options.ts';

const NAMES: Readonly<Record<keyof IntrospectionOptions, true>> = {
  issuer: true,
  endpoint: true,
  openIdConnectUrl: true,
  client: true,
  audience: true,
  opaque: true,
  authorizedParties: true,
  senderConstrained: true,
  leeway: true,
  maxTokenLength: true,
  cache: true,
  maxInFlight: true,
  timeout: true,
  fetch: true,
  fetchDocument: true,
  clock: true,
  engine: true,
};

/**
 * Refuses options that cannot be meant.
 *
 * @throws {TypeError} naming the option, and saying what to write instead
 */
export function checkOptions(options: IntrospectionOptions): void {
  requireObject(options, 'what introspection is given', "{ issuer: 'https://…', audience: '…' }");
  refuseUnknown(options, NAMES);
  requireClient(options.client);
  const { issuer, endpoint, openIdConnectUrl, audience, authorizedParties } = options;
  requireText(issuer, 'issuer', 'the issuer as its discovery document names it');
  refuseFault('issuer', issuerFault(issuer));
  if (endpoint !== undefined) refuseFault('endpoint', documentUrlFault(endpoint));
  if (openIdConnectUrl !== undefined) {
    refuseFault('openIdConnectUrl', documentUrlFault(openIdConnectUrl));
  }
  if (audience !== ANY_AUDIENCE) {
    requireNames(audience, 'audience', 'the name of this API');
  }
  if (authorizedParties !== undefined) {
    requireList(authorizedParties, 'authorizedParties', 'the id of a client');
  }
  requireOneOf(options.senderConstrained, 'senderConstrained', ['refuse', 'checked-by-proxy']);
  if (![undefined, true, false].includes(options.opaque)) {
    throw new TypeError('opaque must be true or false');
  }
  requireLeeway(options.leeway);
  requireSeconds(options.cache?.maxAge ?? 0, 'cache.maxAge');
  requireCount(options.cache?.maxTokens ?? 1, 'cache.maxTokens');
  requireCount(options.maxTokenLength ?? 1, 'maxTokenLength');
  requireCount(options.maxInFlight ?? 1, 'maxInFlight');
  requireCount(options.timeout ?? 1, 'timeout');
}

function requireText(value: unknown, option: string, what: string): void {
  if (typeof value !== 'string') throw new TypeError(`${option} must be ${what}`);
}
