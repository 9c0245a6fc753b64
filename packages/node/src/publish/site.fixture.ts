import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SiteFile } from './publisher.ts';

/** A file of a site, of JSON. */
export const jsonFile = (
  path: string,
  value: unknown,
  contentType = 'application/json',
): SiteFile => ({
  path,
  body: Buffer.from(JSON.stringify(value)),
  contentType,
  cacheControl: 'public, max-age=300',
});

export const JWKS = jsonFile(
  '/jwks/keys',
  { keys: [{ kty: 'RSA', kid: 'a', alg: 'RS256' }] },
  'application/jwk-set+json',
);
export const DISCOVERY = jsonFile('/.well-known/openid-configuration', { jwks_uri: 'x' });
export const INDEX: SiteFile = {
  path: '/index.html',
  body: Buffer.from('<p>It works.'),
  contentType: 'text/html; charset=utf-8',
  cacheControl: 'public, max-age=300',
};

/** A server on loopback. */
export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves with a handler that is given the whole body. */
export async function serve(
  handle: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void,
): Promise<Served> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => handle(request, Buffer.concat(chunks), response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
