import { createServer, type IncomingHttpHeaders } from 'node:http';
import { serveHere } from './serve-here.ts';
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
  return { url: await serveHere(stage, server), calls };
}
