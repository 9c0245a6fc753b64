import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createTestIssuer,
  type TestIssuer,
  type TestIssuerOptions,
} from '../issuer/test-issuer.ts';

/** A test issuer on a socket, for an API in another process. */
export interface ListeningIssuer extends TestIssuer {
  /** Ends it, with all its connections. */
  close(): Promise<void>;
}

/** Makes a test issuer that listens on a free port of 127.0.0.1; its address is its name. */
export async function listenTestIssuer(
  options: Omit<TestIssuerOptions, 'issuer'> = {},
): Promise<ListeningIssuer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('there is no port');
  const issuer = await createTestIssuer({
    ...options,
    issuer: `http://127.0.0.1:${address.port}`,
  });
  server.on('request', (incoming, outgoing) => {
    answer(issuer, incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  return {
    ...issuer,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(
  issuer: TestIssuer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  const { method = 'GET', url = '/', headers } = incoming;
  const fields = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const response = await issuer.handle(
    new Request(issuer.issuer + url, {
      method,
      headers: fields.map(([name, value]): [string, string] => [name, value]),
      ...(hasBody && { body: Buffer.concat(chunks) }),
    }),
  );
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}
