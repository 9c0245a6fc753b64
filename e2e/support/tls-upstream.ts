import { createServer } from 'node:https';
import { createTestIssuer, type TestIssuer } from '@drawbridge/testing';
import type { Certificate } from '../../tools/certify.ts';
import { listenHere } from './serve-here.ts';
import type { Stage } from './stage.ts';

/** Where an issuer is. */
export interface TlsUpstreamOptions {
  /** The name in its URL; a certificate for it. */
  readonly name: string;
  readonly certificate: Certificate;
  /** The address that it listens on. */
  readonly address: string;
  readonly audience: string;
}

/** A private issuer over TLS, with keys that nobody else has. */
export async function startTlsUpstream(
  stage: Stage,
  { name, certificate, address, audience }: TlsUpstreamOptions,
): Promise<TestIssuer> {
  const { cert, key } = certificate;
  const server = createServer({ cert, key }, (request, response) => {
    issuer.fetch(`${issuer.issuer}${request.url}`, { accept: '*/*', maxBytes: 1_000_000 }).then(
      ({ status, body }) => response.writeHead(status).end(body),
      () => response.writeHead(404).end(),
    );
  });
  // The port is part of the issuer's name, so listening comes first.
  const port = await listenHere(stage, server, address);
  const issuer = await createTestIssuer({
    issuer: `https://${name}:${port}`,
    audience,
    freshKeys: true,
  });
  return issuer;
}
