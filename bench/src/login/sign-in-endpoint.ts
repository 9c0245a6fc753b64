import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestIssuer } from '@drawbridge/testing';

/** A provider that takes every code for that of one person, and judges nothing. */
export interface SignInEndpoint {
  readonly issuer: string;
  /** Has the ID token that is given next say this. */
  expect(nonce: string): void;
  close(): void;
}

/** The client that signs in there. */
export const CLIENT = 'bench';

export async function startSignInEndpoint(): Promise<SignInEndpoint> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signer = await createTestIssuer({ issuer, audience: CLIENT });
  let nonce = '';
  const answers: Readonly<Record<string, () => unknown>> = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/jwks': () => signer.jwks(),
    '/token': async () => ({
      access_token: 'access-token-of-bench',
      token_type: 'Bearer',
      expires_in: 300,
      id_token: await signer.issue({ nonce, email: 'alice@example.com' }),
    }),
  };
  server.on('request', (request, response) => {
    request.resume().once('end', () => {
      const answer = answers[request.url ?? ''];
      void Promise.resolve(answer?.()).then((body) => {
        response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body ?? {}));
      });
    });
  });
  return {
    issuer,
    expect(next) {
      nonce = next;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
