import {
  type Clock,
  createRemoteKeys,
  createVerifier,
  decodeToken,
  DrawbridgeError,
  defaultEngine,
  decodeUtf8,
  type FetchDocument,
  type JsonObject,
  type VerifiedToken,
} from '@drawbridge/core';
import { post } from './post.ts';

/** The way of one token. */
export interface Crossing {
  readonly upstreamToken: string;
  readonly upstreamClaims: JsonObject;
  readonly exchangedToken: string;
  /** The exchanged token, verified from the documents that the exchange publishes. */
  readonly exchanged: VerifiedToken;
}

export interface CrossingOptions {
  readonly upstreamToken: string;
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly audience: string;
  readonly clock: Clock;
  readonly fetch: FetchDocument;
}

/**
 * Takes a token across over HTTP, as a CI job would, and verifies what comes out as a
 * relying party would: by the published documents alone.
 *
 * @throws {DrawbridgeError} when any step fails
 */
export async function cross(options: CrossingOptions): Promise<Crossing> {
  const { upstreamToken, issuer, tokenEndpoint, audience, clock, fetch } = options;
  const { status, body } = await post(tokenEndpoint, {
    contentType: 'application/jwt',
    accept: 'application/jwt',
    body: upstreamToken,
  });
  const exchangedToken = decodeUtf8(body) ?? '';
  if (status !== 200) {
    throw new DrawbridgeError('internal', { detail: `the exchange answered ${exchangedToken}` });
  }
  const engine = defaultEngine();
  const relyingParty = createVerifier({
    engine,
    clock,
    issuers: [
      { issuer, audiences: [audience], keys: createRemoteKeys({ issuer, fetch, engine, clock }) },
    ],
  });
  return {
    upstreamToken,
    upstreamClaims: decodeToken(upstreamToken).claims,
    exchangedToken,
    exchanged: await relyingParty.verify(exchangedToken),
  };
}
