import type { IncomingMessage } from 'node:http';
import { DrawbridgeError } from '@drawbridge/core';

/** The content of a request, by what node:http made of its head. */
export interface Content {
  /** In digits; `undefined` where it comes in chunks. */
  readonly length: string | undefined;
}

/** @returns `undefined` of a request without content */
export function contentOf({ headers }: Pick<IncomingMessage, 'headers'>): Content | undefined {
  const { 'content-length': length, 'transfer-encoding': coding } = headers;
  if (coding !== undefined) return { length: undefined };
  return length === undefined || /^0+$/.test(length) ? undefined : { length };
}

/** Chunks are undone on the way, so the content could not be told from one without another coding around it. */
export function contentFault({
  headers,
}: Pick<IncomingMessage, 'headers'>): DrawbridgeError | undefined {
  const coding = headers['transfer-encoding'];
  if (coding === undefined || coding.toLowerCase() === 'chunked') return undefined;
  return new DrawbridgeError('request_malformed', {
    hint: 'Send a Transfer-Encoding of chunked alone.',
  });
}
