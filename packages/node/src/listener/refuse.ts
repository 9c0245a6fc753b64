import { STATUS_CODES } from 'node:http';
import { DrawbridgeError, type ErrorCode, errorReply, type Log } from '@drawbridge/core';
import type { Connection } from './connections.ts';

/** What node:http says of bytes that never became a request. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'header_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** Milliseconds that a refused peer has to read why, and to hang up. */
const LINGER = 1_000;

/**
 * Answers bytes that are not HTTP, too many or too late, and ends the connection. The replies to
 * good requests before them come first.
 */
export function refuse(error: NodeJS.ErrnoException, connection: Connection, log: Log): void {
  const { socket, underWay } = connection;
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  if (connection.refused) return;
  connection.refused = true;
  const before = underWay.filter(({ req }) => req.complete);
  let waiting = before.length;
  const next = () => {
    if (waiting-- === 0) answer(error, connection, log);
  };
  for (const response of before) response.once('close', next);
  next();
}

function answer(error: NodeJS.ErrnoException, connection: Connection, log: Log): void {
  const { socket } = connection;
  // The reply before this one was the last, or nobody is there any more.
  if (connection.ended || !socket.writable) return;
  connection.ended = true;
  // Who opens a connection ahead of need, as proxies and browsers do, asked for nothing yet.
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && socket.bytesRead === 0) {
    socket.destroy();
    return;
  }
  const left = error.code === 'HPE_INVALID_EOF_STATE';
  const fault = new DrawbridgeError(CODES[error.code ?? ''] ?? 'request_malformed');
  // Who leaves in the middle of a request is nobody's news.
  if (!left) {
    log.info('call refused', {
      code: fault.code,
      status: fault.status,
      client: socket.remoteAddress,
    });
  }
  const { status, headers, body } = errorReply(fault, [['connection', 'close']]);
  const fields = [...headers, ['content-length', String(Buffer.byteLength(String(body)))]];
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const cutOff = setTimeout(() => socket.destroy(), LINGER);
  socket.once('close', () => clearTimeout(cutOff));
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${String(body)}`);
}
