import { once } from 'node:events';
import { connect } from 'node:net';

/** What came back over a socket. */
export interface RawAnswer {
  readonly status: number;
  /** Values in the order of arrival. */
  header(name: string): readonly string[];
  readonly body: string;
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  /** Lines as they are sent, so that a field can be doubled. */
  readonly fields?: readonly string[];
  readonly body?: string;
}

/** Sends one request as it is written, and reads until the server hangs up. */
export async function sendRaw(
  port: number,
  { method = 'GET', path, fields = [], body = '' }: RawRequest,
): Promise<RawAnswer> {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: api.test', ...fields, 'Connection: close'];
  if (body !== '') lines.push(`Content-Length: ${body.length}`, 'Content-Type: text/plain');
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (data: string) => (text += data));
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  await once(socket, 'close');
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const answered = head.split('\r\n').slice(1);
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
    header: (name) =>
      answered.flatMap((line) =>
        line.toLowerCase().startsWith(`${name}:`) ? [line.slice(name.length + 1).trim()] : [],
      ),
    body: rest.join('\r\n\r\n'),
  };
}

/** Sends a request, and leaves before the answer. */
export async function sendAndLeave(port: number, path: string, token: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: api.test\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  await new Promise(setImmediate);
  socket.destroy();
  await once(socket, 'close');
}
