import { encodeBase64Url, type Engine } from '@drawbridge/core';

/** 256 random bits. */
const BYTES = 32;

const ID = /^[\w-]{43}$/;

/** A new name of a session, which nobody can guess or bring along. */
export function newSessionId(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(BYTES)));
}

export function isSessionId(text: unknown): text is string {
  return typeof text === 'string' && ID.test(text);
}

/**
 * The name of a session that opens nothing: in keys of the store, in lists and in marks. No hash of ours is over
 * such a text elsewhere.
 */
export async function handleOf(engine: Engine, id: string): Promise<string> {
  return engine.sha256Text(JSON.stringify(['drawbridge session', id]));
}

/** Where the store has a session. */
export function sessionKey(handle: string): string {
  return `session/${handle}`;
}

/** Where the store has the tokens that a session is renewed with. */
export function tokensKey(handle: string): string {
  return `session-tokens/${handle}`;
}
