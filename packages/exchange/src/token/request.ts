import { type Algorithm, type Call, DrawbridgeError, isAlgorithm } from '@drawbridge/core';
import { type Credentials, readCredentials } from '../client/credentials.ts';
import type { ReadParameters } from './read-parameters.ts';
import { single } from './parameters.ts';
import { readRenewalHandle } from './once/renewal-handle.ts';
import type { RawParameters } from './raw-parameters.ts';
import { type ExchangeParameters, readExchangeParameters } from './token-exchange.ts';

/** What a caller asks for. */
export interface TokenRequest extends ExchangeParameters {
  /** The upstream token, not yet looked at. */
  readonly token: string;
  /** The algorithm that the new token should be signed with. */
  readonly alg?: Algorithm | undefined;
  /** What the caller offers as proof of who it is. */
  readonly credentials: Credentials;
  /** The handle with which a token is exchanged again that may be used once. */
  readonly renewalHandle?: string | undefined;
}

/** How requests are read. */
export interface RequestManners {
  readonly read: ReadParameters;
  /** Whether the Authorization header is looked at for client credentials. */
  readonly heedsAuthorization: boolean;
}

/**
 * Reads a request for a token.
 *
 * @throws {DrawbridgeError} of kind `request`; `client_unknown` for credentials of a form that is not taken
 */
export async function readTokenRequest(
  call: Call,
  { read, heedsAuthorization }: RequestManners,
): Promise<TokenRequest> {
  const parameters = await read(call);
  const { named, audiences, issuedTokenType } = readExchangeParameters(parameters);
  const alg = single(parameters, 'alg');
  const renewalHandle = readRenewalHandle(call, parameters);
  // No spread: objects of one shape are what makes every later look at them quick.
  return {
    named,
    audiences,
    issuedTokenType,
    token: requireToken(parameters, named ? 'subject_token' : 'token'),
    alg: alg === undefined ? undefined : requireAlgorithm(alg),
    credentials: readCredentials(call, parameters, heedsAuthorization),
    renewalHandle,
  };
}

function requireToken(parameters: RawParameters, name: string): string {
  const value = single(parameters, name);
  if (value === undefined) {
    throw new DrawbridgeError('parameter_missing', {
      hint: `Give the token as "${name}", or send it alone with Content-Type: application/jwt.`,
    });
  }
  if (typeof value !== 'string') {
    throw new DrawbridgeError('parameter_invalid', { hint: `"${name}" must be a string.` });
  }
  // Files and shells add a line end where nobody asked for one.
  const token = value.trim();
  if (token === '') {
    throw new DrawbridgeError('parameter_missing', {
      hint: `"${name}" is empty. Is the variable that holds it set?`,
    });
  }
  return token;
}

function requireAlgorithm(value: unknown): Algorithm {
  if (typeof value !== 'string') {
    throw new DrawbridgeError('parameter_invalid', { hint: '"alg" must be a string.' });
  }
  if (!isAlgorithm(value)) throw new DrawbridgeError('algorithm_unavailable');
  return value;
}
