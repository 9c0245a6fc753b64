import { once } from 'node:events';
import { Agent, type IncomingMessage, request as sendRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

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
export async function sendRaw(port: number, request: RawRequest): Promise<RawAnswer> {
  const whole = await sendText(port, textOf(request, 'close'));
  const [head = '', ...rest] = whole.split('\r\n\r\n');
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

/** Sends requests over one connection without waiting for an answer (RFC 9112 section 9.3.2), and reads all answers as one text. */
export function sendPipelined(port: number, requests: readonly RawRequest[]): Promise<string> {
  const last = requests.length - 1;
  const texts = requests.map((request, at) => textOf(request, at === last ? 'close' : undefined));
  return sendText(port, texts.join(''));
}

/** Sends requests over one connection, each after the answer to the one before. */
export async function sendInTurn(
  port: number,
  requests: readonly RawRequest[],
): Promise<readonly Pick<RawAnswer, 'status' | 'body'>[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const answers: Pick<RawAnswer, 'status' | 'body'>[] = [];
  for (const { method = 'GET', path, fields = [], body = '' } of requests) {
    const headers = fields.flatMap((line) => line.split(/: (.*)/, 2));
    const type = body === '' ? [] : ['content-type', 'text/plain', 'content-length', body.length];
    const options = { host: '127.0.0.1', port, method, path, agent };
    const sent = sendRequest({ ...options, headers: [...headers, ...type, 'host', 'api.test'] });
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    if (answers.length > 0 && !sent.reusedSocket) throw new Error('this is another connection');
    answers.push({ status: answer.statusCode ?? 0, body: await text(answer) });
  }
  agent.destroy();
  return answers;
}

/** Sends a request, and leaves before the answer. */
export async function sendAndLeave(port: number, request: RawRequest): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(textOf(request, undefined));
  await new Promise(setImmediate);
  socket.destroy();
  await once(socket, 'close');
}

function textOf(
  { method = 'GET', path, fields = [], body = '' }: RawRequest,
  connection: string | undefined,
): string {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: api.test', ...fields];
  if (connection !== undefined) lines.push(`Connection: ${connection}`);
  if (body !== '') lines.push(`Content-Length: ${body.length}`, 'Content-Type: text/plain');
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

async function sendText(port: number, sent: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('latin1').on('data', (data: string) => (answer += data));
  socket.write(sent);
  await once(socket, 'close');
  return answer;
}
