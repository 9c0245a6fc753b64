import { DrawbridgeError, encodeBase64Url, encodeUtf8 } from '@drawbridge/core';
import type { TokenEndpoint, TokenRequestInit } from './token-endpoint.ts';

/** What a test endpoint does with a request. */
type Behave = (request: TokenRequestInit, count: number) => Response | Promise<Response>;

/** A token endpoint in this process, and what it was asked. */
export interface TestEndpoint extends TokenEndpoint {
  readonly requests: TokenRequestInit[];
}

export const URL_OF_IT = 'https://bridge.test/token';

/** Makes an endpoint that behaves as told; `count` of the first request is 1. */
export function testEndpoint(behave: Behave, others: Partial<TokenEndpoint> = {}): TestEndpoint {
  const requests: TokenRequestInit[] = [];
  return {
    url: URL_OF_IT,
    ...others,
    requests,
    fetch: async (_, init) => behave(init, requests.push(init)),
  };
}

/** An answer of JSON. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

const part = (value: object) => encodeBase64Url(encodeUtf8(JSON.stringify(value)));

/** What has the form of a signed JWT. */
export const JWT = `${part({ alg: 'ES256' })}.${part({ sub: 'x' })}.c2lnbmF0dXJl`;

/** An answer of RFC 8693 section 2.2.1. */
export const GOOD = {
  access_token: JWT,
  issued_token_type: 'urn:ietf:params:oauth:token-type:id_token',
  token_type: 'N_A',
  expires_in: 300,
};

/** An unsigned stand-in for a signed JWT that says this. */
export function jwtOf(claims: object): string {
  return `${part({ alg: 'ES256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}

/** The fault that work ends with. What it must not tell is searched for in its words. */
export async function faultOf(
  work: Promise<unknown>,
  ...secrets: readonly string[]
): Promise<DrawbridgeError> {
  const thrown: unknown = await work.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  );
  if (!(thrown instanceof DrawbridgeError)) throw new Error('no fault', { cause: thrown });
  const said = `${thrown.message} ${thrown.hint ?? ''} ${String(thrown.cause)}`;
  const told = secrets.filter((secret) => said.includes(secret));
  if (told.length > 0) throw new Error(`a secret is in: ${said}`);
  return thrown;
}
