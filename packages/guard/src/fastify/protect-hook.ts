import type { NodeRequest } from '../adapters/node-request.ts';
import type { FastifyResponse } from '../adapters/send-reply.ts';

/** What is read of Fastify's `FastifyRequest`, whatever server it runs on: HTTP/1.1, HTTP/2 or TLS. */
export interface HookRequest {
  readonly raw: NodeRequest;
  readonly routeOptions: { readonly config: unknown };
}

/**
 * An `onRequest` hook, as Fastify takes one. It calls back where nothing has to be waited for, which spares the request
 * a promise, and answers a promise elsewhere.
 */
export type ProtectHook = <Response extends FastifyResponse<Response>>(
  request: HookRequest,
  reply: Response,
  done: () => void,
) => Promise<Response | undefined> | undefined;
