import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { serveHere } from './serve-here.ts';
import type { Stage } from './stage.ts';

/** What an app behind a proxy was asked. */
export interface Echo {
  readonly method: string;
  readonly url: string;
  /** Each field, with the letters that it came in. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly trailers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** An app that answers with what it was asked, and goes on in any protocol that it is asked for. */
export interface EchoApp {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  /** How many requests reached it. */
  asked(): number;
}

/** Starts one, until the stage is cleared. */
export async function startEchoApp(stage: Stage): Promise<EchoApp> {
  let asked = 0;
  const server = createServer({ maxHeaderSize: 131_072 }, (request, response) => {
    asked++;
    void text(request).then((body) => {
      const echo: Echo = {
        method: request.method ?? '',
        url: request.url ?? '',
        fields: pairs(request.rawHeaders),
        trailers: pairs(request.rawTrailers),
        body,
      };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(echo));
    });
  });
  server.on('upgrade', ({ headers }, socket) => {
    asked++;
    const lines = [
      'HTTP/1.1 101 Switching Protocols',
      'Connection: Upgrade',
      `Upgrade: ${headers.upgrade}`,
      `Sec-WebSocket-Accept: ${acceptOf(headers['sec-websocket-key'] ?? '')}`,
    ];
    socket.end(`${lines.join('\r\n')}\r\n\r\n`);
  });
  const url = await serveHere(stage, server);
  return { address: new URL(url).host, asked: () => asked };
}

function pairs(raw: readonly string[]): readonly (readonly [string, string])[] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : [],
  );
}

/** The values that an app may take for those of a field: whatever stands between the words of the name. */
export function valuesFor({ fields }: Pick<Echo, 'fields'>, name: string): readonly string[] {
  const plain = (field: string) => field.toLowerCase().replaceAll(/[^a-z\d]/g, '-');
  return fields.filter(([field]) => plain(field) === plain(name)).map(([, value]) => value);
}

/** RFC 6455 section 4.2.2. */
function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}
