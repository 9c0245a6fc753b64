import {
  createUpstreamKeys,
  createVerifier,
  decodeToken,
  DrawbridgeError,
  type JsonObject,
  loadByDiscovery,
  type VerifiedToken,
} from '@drawbridge/core';
import type { Runtime } from '@drawbridge/node';

/** The way of one token. */
export interface Crossing {
  readonly upstreamToken: string;
  readonly upstreamClaims: JsonObject;
  readonly exchangedToken: string;
  /** The exchanged token, verified from the documents that the exchange publishes. */
  readonly exchanged: VerifiedToken;
}

/** Where a token crosses, and for whom. */
export interface Bridge {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  /** Of the relying party that verifies what comes out. */
  readonly audience: string;
}

/**
 * Takes a token across over HTTP, as a CI job would, and verifies what comes out as a
 * relying party would: by the published documents alone.
 *
 * @throws {DrawbridgeError} when any step fails
 */
export async function cross(
  { issuer, tokenEndpoint, audience }: Bridge,
  upstreamToken: string,
  { clock, engine, http }: Pick<Runtime, 'clock' | 'engine' | 'http'>,
): Promise<Crossing> {
  const reply = await http.tokens()(tokenEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/jwt' },
    body: new URLSearchParams({ token: upstreamToken }),
  });
  const exchangedToken = await reply.text();
  if (reply.status !== 200) {
    throw new DrawbridgeError('internal', { detail: `the exchange answered ${exchangedToken}` });
  }
  const load = loadByDiscovery({ issuer, fetch: http.fetchDocument });
  const keys = createUpstreamKeys({ issuer, load, engine, clock });
  const relyingParty = createVerifier({
    engine,
    clock,
    issuers: [{ issuer, audiences: [audience], keys }],
  });
  return {
    upstreamToken,
    upstreamClaims: decodeToken(upstreamToken).claims,
    exchangedToken,
    exchanged: await relyingParty.verify(exchangedToken),
  };
}
