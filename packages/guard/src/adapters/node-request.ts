import { headerFields, peerOf, type PeerSocket } from '@drawbridge/core';
import type { GuardRequest } from '../guard-request.ts';

/** What is read of a request of node:http, node:https or node:http2, and what is removed of it. */
export interface NodeRequest {
  readonly rawHeaders: string[];
  headers: Record<string, string | string[] | undefined>;
  readonly headersDistinct?: Record<string, string[] | undefined>;
  readonly socket: PeerSocket;
}

/** Shows a request of Node as a guard looks at it. */
export function toGuardRequest({ rawHeaders, socket }: NodeRequest): GuardRequest {
  return { headers: headerFields(rawHeaders), peer: peerOf(socket) };
}
