import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A token endpoint whose refresh tokens are good once, and that ends all when one comes again (RFC 9700 section 4.14.2). */
export interface RotatingEndpoint {
  readonly url: string;
  /** The refresh tokens that came, in their order. */
  readonly requests: readonly string[];
  /** Begins anew, as after another sign-in. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * @param lifetime - seconds that access tokens live
 * @param delay - milliseconds that an answer takes, at most; how long is chosen anew each time
 */
export async function startRotatingEndpoint(
  lifetime: number,
  delay: number,
): Promise<RotatingEndpoint> {
  const requests: string[] = [];
  let serial = 0;
  let isRevoked = false;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const sent = new URLSearchParams(body).get('refresh_token') ?? '';
      requests.push(sent);
      isRevoked ||= sent !== `refresh-${serial}`;
      if (!isRevoked) serial++;
      const answer = isRevoked
        ? { error: 'invalid_grant' }
        : {
            access_token: `access-${serial}`,
            token_type: 'Bearer',
            expires_in: lifetime,
            refresh_token: `refresh-${serial}`,
          };
      const status = isRevoked ? 400 : 200;
      setTimeout(() => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer));
      }, Math.random() * delay);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    requests,
    reset() {
      requests.length = 0;
      serial = 0;
      isRevoked = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
