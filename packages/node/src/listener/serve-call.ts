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
import type { Connection } from './connections.ts';
import { isSameHost, readTarget, type Target } from './read-target.ts';
import { toCall } from './to-call.ts';
import { writeReply } from './write-reply.ts';

/** What a listener serves. */
interface Served {
  readonly service: Service;
  readonly log: Log;
}

/** Requests that may wait on one connection for the reply to the one before. */
const MAX_WAITING = 100;

/**
 * Has a request answered by a service, and sends the reply. Requests that came over one connection
 * before the reply to the first are answered one after the other: a packet has room for thousands,
 * and a caller who reads none of the replies would have us make and keep them all.
 */
export function serveCall(
  served: Served,
  connection: Connection,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { socket, underWay, waiting } = connection;
  // RFC 9112 section 9.6: what comes after the last reply is not acted on, for nobody would learn
  // of it.
  if (connection.ended || socket.destroyed) return;
  if (waiting.length === MAX_WAITING) {
    served.log.info('too many requests ahead of their replies', { client: socket.remoteAddress });
    socket.destroy();
    return;
  }
  connection.newest = request;
  underWay.push(response);
  response.on('close', () => {
    underWay.splice(underWay.indexOf(response), 1);
    waiting.shift()?.();
  });
  const begin = () => {
    const broken = connection.refused && !request.complete;
    if (!connection.ended && !socket.destroyed && !broken) {
      void answerCall(served, connection, request, response);
    }
  };
  if (underWay.length === 1) begin();
  else waiting.push(begin);
}

async function answerCall(
  { service, log }: Served,
  connection: Connection,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (reply: Reply, malformed = false) => {
    // Who sent more requests already is told with the reply to the last of them.
    const last = malformed || (connection.retired && connection.newest === request);
    if (last || !request.complete || !response.shouldKeepAlive) connection.ended = true;
    writeReply(request, response, reply, last);
  };
  try {
    const encrypted = 'encrypted' in request.socket;
    const target = readTarget(request.url ?? '', encrypted);
    const call = toCall(request, response, target);
    const fault = faultOf(call, request.httpVersion) ?? targetFault(call, target, encrypted);
    if (fault !== undefined) send(errorReply(fault), true);
    else send(await service.handle(call));
  } catch (thrown) {
    // A caller who left in the middle of the request is nobody's fault.
    if (response.destroyed) return;
    const error = toDrawbridgeError(thrown);
    log.error('a service failed to answer', { detail: error.message });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    send(errorReply(error));
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

/**
 * `uri-host [ ":" port ]` of RFC 9112 section 3.2, which may be empty. A comma, which a name may have by the grammar,
 * is what a proxy puts between two fields that it joins.
 */
const HOST = /^(?:\[[\da-fv.:]+\]|[\w.~!$&'()*+;=%-]*)(?::\d{0,5})?$/i;

/** Two readings of one request are what smuggling lives on. */
function faultOf(call: Call, version: string): DrawbridgeError | undefined {
  const hosts = headerValues(call, 'host');
  // RFC 9112 section 3.2. HTTP/1.0 knows no Host, and health checks still speak it.
  if (hosts.length !== 1 && (hosts.length !== 0 || version !== '1.0')) {
    return new DrawbridgeError('request_malformed', { hint: 'Send one Host header field.' });
  }
  if (!hosts.every((host) => HOST.test(host))) {
    return new DrawbridgeError('request_malformed', {
      hint: 'Send a Host header field of a host, and of a port where it is not the usual one.',
    });
  }
  // RFC 9112 section 6.1: a proxy of HTTP/1.0 passes the field on without knowing what it says.
  if (version === '1.0' && headerValues(call, 'transfer-encoding').length > 0) {
    return new DrawbridgeError('request_malformed', {
      hint: 'Send Content-Length, for HTTP/1.0 has no Transfer-Encoding.',
    });
  }
  return undefined;
}
