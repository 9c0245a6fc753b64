import { type JsonObject, member, parseJsonObject } from '@drawbridge/core';
import { isRead } from './is-read.ts';
import type { SeenDocument, SeenIssuer } from './seen.ts';
import type { SignatureState } from './signature.ts';

/** A token as it stands, taken apart. */
export interface SceneToken {
  /** Characters. */
  readonly length: number;
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** Whether a key of the issuer made its signature. */
  readonly signature: SignatureState;
}

/** What is there to be judged: all that rules look at, and nothing that they could ask anybody. */
export interface Scene<Trust = unknown> {
  /** How the issuer looks from here. */
  readonly seen: SeenIssuer;
  /** The discovery document, where it was read and is a JSON object. */
  readonly discovery: JsonObject | undefined;
  /** The elements of the JWK Set's `keys`, where they were read, or given to the relying party in its configuration. */
  readonly keys: readonly unknown[] | undefined;
  readonly token: SceneToken | undefined;
  /** What the relying party was set up with, where it was given. */
  readonly trust: Trust | undefined;
  /** Whether certificates were judged by authorities that were given here, in place of the public ones (`--ca`). */
  readonly hasOwnCa?: boolean;
  /** By our own clock, in seconds since 1970. */
  readonly now: number;
}

/** The discovery document, where one was read. */
export function discoveryOf({ discovery }: SeenIssuer): JsonObject | undefined {
  return isRead(discovery) ? parseJsonObject(discovery.body) : undefined;
}

/** The keys of a JWK Set that was read, whatever they are: none where it is a JSON object without a list of them. */
export function keysOf(jwks: SeenDocument | undefined): readonly unknown[] | undefined {
  const document = jwks !== undefined && isRead(jwks) ? parseJsonObject(jwks.body) : undefined;
  if (document === undefined) return undefined;
  const keys: unknown = member(document, 'keys');
  return Array.isArray(keys) ? (keys as readonly unknown[]) : [];
}
