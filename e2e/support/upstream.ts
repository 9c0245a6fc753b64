import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestIssuer, type TestIssuer } from '@drawbridge/testing';
import type { Stage } from './stage.ts';

/** A private issuer over real HTTP that signs whatever a test wants. */
export interface Upstream extends TestIssuer {
  /** From now on nothing listens at its address. */
  stopListening(): Promise<void>;
  /** Listens at its address again. */
  listenAgain(): Promise<void>;
}

/** Starts an issuer with keys that nobody else has. */
export async function startUpstream(stage: Stage, audience: string): Promise<Upstream> {
  // The port is part of the issuer's name, so listening comes first.
  let server = createServer();
  const port = await listen(server, 0);
  const issuer = await createTestIssuer({
    issuer: `http://127.0.0.1:${port}`,
    audience,
    freshKeys: true,
  });
  const serve: RequestListener = (request, response) => {
    issuer.fetch(`${issuer.issuer}${request.url}`, { accept: '*/*', maxBytes: 1_000_000 }).then(
      ({ status, body }) => response.writeHead(status).end(body),
      () => response.writeHead(404).end(),
    );
  };
  server.on('request', serve);
  const stopListening = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  stage.later(stopListening);
  return {
    ...issuer,
    stopListening,
    async listenAgain() {
      server = createServer(serve);
      await listen(server, port);
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
