import {
  documentUrlFault,
  issuerFault,
  requireCount,
  requireFunctions,
  requireObject,
  requireSurroundings,
} from '@drawbridge/core';
import {
  refuseFault,
  refuseUnknown,
  requireFunction,
  requireOneOf,
} from '../options/require-options.ts';
import type { BackgroundTokensOptions } from './options.ts';

const NAMES: Readonly<Record<keyof BackgroundTokensOptions, true>> = {
  issuer: true,
  client: true,
  store: true,
  sealer: true,
  tokenEndpoint: true,
  revocationEndpoint: true,
  openIdConnectUrl: true,
  sessionRefreshToken: true,
  requestedTokenType: true,
  maxPerUser: true,
  fetch: true,
  fetchDocument: true,
  clock: true,
  log: true,
  engine: true,
};

/** As many entries of the longest purposes fit into one value of a store. */
export const MAX_PER_USER = 100;

const WITH_SECRET = ['client_secret_basic', 'client_secret_post'];
const WITHOUT = ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth', 'none'];

/**
 * Refuses options that cannot be meant.
 *
 * @throws {TypeError} naming the option, and saying what to write instead
 */
export function checkOptions(options: BackgroundTokensOptions): void {
  requireObject(
    options,
    'what createBackgroundTokens is given',
    "{ issuer: 'https://…', client, store, sealer }",
  );
  refuseUnknown(options, NAMES);
  const { issuer, client, store, sealer, maxPerUser = 1 } = options;
  if (typeof issuer !== 'string') {
    throw new TypeError('issuer must be the issuer as its discovery document names it');
  }
  refuseFault('issuer', issuerFault(issuer));
  checkClient(client);
  require(store, 'store', ['get', 'put', 'delete'], 'a store, such as createMemoryStore gives');
  require(sealer, 'sealer', ['seal', 'open'], 'a sealer, such as createSealer gives');
  for (const name of ['tokenEndpoint', 'revocationEndpoint', 'openIdConnectUrl'] as const) {
    const address = options[name];
    if (address !== undefined) refuseFault(name, documentUrlFault(address));
  }
  checkSurroundings(options);
  requireOneOf(options.sessionRefreshToken, 'sessionRefreshToken', ['refuse', 'use']);
  if (requireCount(maxPerUser, 'maxPerUser') > MAX_PER_USER) {
    throw new TypeError(`maxPerUser is ${maxPerUser}, and a user has ${MAX_PER_USER} at most`);
  }
}

function checkSurroundings(options: BackgroundTokensOptions): void {
  requireSurroundings(options);
  requireFunctions(options.engine, 'engine', ['sha256Text'], 'an engine, such as the default');
  requireFunction(options.fetch, 'fetch', "asks the endpoints, as the platform's fetch does");
  requireFunction(options.fetchDocument, 'fetchDocument', 'is made by createFetchDocument');
  const { requestedTokenType = '' } = options;
  if (typeof requestedTokenType !== 'string') {
    throw new TypeError('requestedTokenType must be the URN of a type of token');
  }
}

function require(value: unknown, name: string, functions: string[], what: string): void {
  if (value === undefined) throw new TypeError(`${name} is missing: it must be ${what}`);
  requireFunctions(value, name, functions, what);
}

/** The compiler tells who has one; and a secret that is not set is an empty string often enough. */
function checkClient(client: object): void {
  const example = "{ method: 'client_secret_basic', clientId: '…', clientSecret: '…' }";
  requireObject(client, 'client', example);
  const { method, clientId, clientSecret, key }: Partial<Record<string, unknown>> = { ...client };
  requireOneOf(method ?? '', 'client.method', [...WITH_SECRET, ...WITHOUT]);
  requireFilled(clientId, 'client.clientId');
  if (method === 'private_key_jwt') {
    requireObject(key, 'client.key', 'ring.signingKey() of a key ring');
  }
  if (typeof method === 'string' && WITH_SECRET.includes(method)) {
    requireFilled(clientSecret, 'client.clientSecret');
  }
}

function requireFilled(value: unknown, option: string): void {
  if (typeof value === 'string' && value !== '') return;
  throw new TypeError(`${option} must be a string, and not an empty one`);
}
