import {
  documentUrlFault,
  issuerFault,
  requireCount,
  requireFunctions,
  requireObject,
  requireSurroundings,
} from '@drawbridge/core';
import { requireClient } from '@drawbridge/oauth';
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
  if (client === undefined) {
    throw new TypeError(
      'client is missing: it is how this service proves to the provider who it is',
    );
  }
  requireClient(client);
  requirePart(store, 'store', ['get', 'put', 'delete'], 'a store, such as createMemoryStore gives');
  requirePart(sealer, 'sealer', ['seal', 'open'], 'a sealer, such as createSealer gives');
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

function requirePart(value: unknown, name: string, functions: string[], what: string): void {
  if (value === undefined) throw new TypeError(`${name} is missing: it must be ${what}`);
  requireFunctions(value, name, functions, what);
}
