import { type Engine, encodeBase64Url } from '@drawbridge/core';

/** What resumes a delegation, and what names it. */
export interface Handle {
  readonly handle: string;
  /** Its SHA-256, as base64url: from it nobody finds the handle. */
  readonly id: string;
}

const BYTES = 32;
const FORM = /^[\w-]{43}$/;

/** Makes a handle of 256 random bits. */
export async function makeHandle(engine: Engine): Promise<Handle> {
  const handle = encodeBase64Url(crypto.getRandomValues(new Uint8Array(BYTES)));
  return { handle, id: await engine.sha256Text(handle) };
}

/** @returns `undefined` for what has not the form of a handle */
export async function idOfHandle(engine: Engine, handle: unknown): Promise<string | undefined> {
  if (typeof handle !== 'string' || !FORM.test(handle)) return undefined;
  return engine.sha256Text(handle);
}

/** Whether text has the form of an id, and so may be a part of a store's key. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && FORM.test(text);
}
