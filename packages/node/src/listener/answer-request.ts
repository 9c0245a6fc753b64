import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Call,
  DrawbridgeError,
  errorReply,
  headerValues,
  type Log,
  type Reply,
  type Service,
  toDrawbridgeError,
} from '@drawbridge/core';
import { isSameHost, readTarget, type Target } from './read-target.ts';
import { requestFault } from './request-fault.ts';
import { toCall } from './to-call.ts';

/** What requests are answered by. */
export interface Served {
  readonly service: Pick<Service, 'handle'>;
  readonly log: Log;
}

/** Sends a reply; after one to a request that is malformed, the connection ends. */
export type Send = (reply: Reply, malformed: boolean) => void;

/**
 * Has a request of node:http answered by a service, unless it can be read in two ways. Never rejects.
 *
 * @param sent - the request-target, where something has changed the one that the request shows
 */
export async function answerRequest(
  { service, log }: Served,
  request: IncomingMessage,
  response: ServerResponse,
  send: Send,
  sent: string = request.url ?? '',
): Promise<void> {
  try {
    const encrypted = 'encrypted' in request.socket;
    const target = readTarget(sent, encrypted);
    const call = toCall(request, response, target);
    const fault = requestFault(call, request.httpVersion) ?? targetFault(call, target, encrypted);
    if (fault !== undefined) send(errorReply(fault), true);
    else send(await service.handle(call), false);
  } catch (thrown) {
    // A caller who left in the middle of the request is nobody's fault.
    if (response.destroyed) return;
    const error = toDrawbridgeError(thrown);
    log.error('a service failed to answer', { detail: error.message });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    send(errorReply(error), false);
  }
}

/** Of an absolute-form target; the Host field must say the same, for a proxy before us may go by either. */
function targetFault(
  call: Call,
  { authority, fault }: Target,
  encrypted: boolean,
): DrawbridgeError | undefined {
  if (fault !== undefined) {
    return new DrawbridgeError('request_malformed', { hint: `The request-target ${fault}.` });
  }
  const [host = ''] = headerValues(call, 'host');
  if (authority === undefined || isSameHost(host, authority, encrypted)) return undefined;
  return new DrawbridgeError('request_malformed', {
    hint: 'Send a Host header field that says what the request-target does.',
  });
}
