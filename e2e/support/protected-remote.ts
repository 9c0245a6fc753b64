import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Stage } from './stage.ts';

/** A service that answers to who has a token that it takes, and tells what it was sent. */
export interface ProtectedRemote {
  readonly url: string;
  /** The header fields of every call, the last one last. */
  readonly calls: readonly { readonly target: string; readonly headers: IncomingHttpHeaders }[];
}

/** @param takes - whether an Authorization field is good */
export async function startRemote(
  stage: Stage,
  takes: (authorization: string) => boolean = (value) => value.startsWith('Bearer '),
): Promise<ProtectedRemote> {
  const calls: { target: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    const { url: target = '', headers } = request;
    calls.push({ target, headers });
    request.resume();
    const status = takes(headers.authorization ?? '') ? 200 : 401;
    response.writeHead(status, { 'content-type': 'text/plain' }).end(`${request.method} ${target}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stage.later(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}
