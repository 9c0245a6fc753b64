import {
  ANY_AUDIENCE,
  documentUrlFault,
  issuerFault,
  requireCount,
  requireObject,
  requireSeconds,
} from '@drawbridge/core';
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

const METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
];

/**
 * Refuses options that cannot be meant.
 *
 * @throws {TypeError} naming the option, and saying what to write instead
 */
export function checkOptions(options: IntrospectionOptions): void {
  requireObject(options, 'what introspection is given', "{ issuer: 'https://…', audience: '…' }");
  refuseUnknown(options, NAMES);
  checkClient(options.client);
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

/** The compiler tells who has one; and a secret that is not set is an empty string often enough. */
function checkClient(client: unknown): void {
  if (client === undefined) return;
  requireObject(
    client,
    'client',
    "{ method: 'client_secret_basic', clientId: '…', clientSecret: '…' }",
  );
  const { method, clientId, clientSecret, key }: Partial<Record<string, unknown>> = { ...client };
  requireOneOf(method ?? '', 'client.method', METHODS);
  requireFilled(clientId, 'client.clientId', 'as which the endpoint knows this API');
  if (method === 'private_key_jwt') {
    requireObject(key, 'client.key', 'ring.signingKey() of a key ring');
  }
  if (String(method).startsWith('client_secret')) {
    requireFilled(clientSecret, 'client.clientSecret', 'that proves it');
  }
}

function requireFilled(value: unknown, option: string, what: string): void {
  if (typeof value === 'string' && value !== '') return;
  throw new TypeError(`${option} must be a string ${what}, and not an empty one`);
}

function requireText(value: unknown, option: string, what: string): void {
  if (typeof value !== 'string') throw new TypeError(`${option} must be ${what}`);
}
