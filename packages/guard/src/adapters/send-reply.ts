import type { Reply } from '@drawbridge/core';
import { groupHeaders } from './group-headers.ts';

/** What is used of a response of node:http or node:http2. */
export interface NodeResponse {
  statusCode: number;
  readonly headersSent: boolean;
  setHeader(name: string, value: string | readonly string[]): unknown;
  end(body?: string | Uint8Array): unknown;
}

/** Sends a reply whole. Node leaves the body out for HEAD; fields that are set already, such as those of CORS, stay. */
export function sendReply(response: NodeResponse, { status, headers, body }: Reply): void {
  if (response.headersSent) return;
  response.statusCode = status;
  for (const [name, value] of groupHeaders(headers)) response.setHeader(name, value);
  response.end(body ?? undefined);
}

/** What is used of Fastify's `FastifyReply`. */
export interface FastifyResponse<Self> {
  code(status: number): Self;
  header(name: string, value: string | string[]): Self;
  send(body?: unknown): Self;
}

/** Sends a reply through Fastify, so that its `onSend` hooks see it as they see every other. */
export function sendByFastify<Self extends FastifyResponse<Self>>(
  response: Self,
  { status, headers, body }: Reply,
): Self {
  response.code(status);
  for (const [name, value] of groupHeaders(headers)) response.header(name, value);
  return response.send(body ?? undefined);
}
