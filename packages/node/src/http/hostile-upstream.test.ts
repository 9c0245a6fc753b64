import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import {
  createDefaultEngine,
  createUpstreamKeys,
  createVerifier,
  loadByDiscovery,
  loadFromUri,
} from '@drawbridge/core';
import { createTestClock, createTestIssuer, type TestIssuer } from '@drawbridge/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpClient } from './client.ts';

/** Answers a request for the JWKS; `undefined` leaves it to the honest issuer. */
type Misbehave = (response: ServerResponse) => void;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** An issuer behind a socket, whose JWKS can be spoiled, and a verifier that trusts it. */
async function setUp(load: 'discovery' | 'uri' = 'discovery') {
  let misbehave: Misbehave | undefined;
  const server = createServer((request, response) => {
    if (misbehave !== undefined && request.url === '/jwks.json') {
      misbehave(response);
      return;
    }
    const { 'if-none-match': ifNoneMatch } = request.headers;
    const limits = { accept: '', maxBytes: 1e6, ...(ifNoneMatch !== undefined && { ifNoneMatch }) };
    issuer.fetch(`${issuer.issuer}${request.url}`, limits).then(
      ({ status, body, etag }) => response.writeHead(status, { etag }).end(body),
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const clock = createTestClock();
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer: TestIssuer = await createTestIssuer({
    issuer: address,
    algorithms: ['ES256'],
    keyName: 'rotating',
    clock,
  });
  const http = createHttpClient({ timeout: TIMEOUT });
  cleanUps.push(() => http.close());
  const engine = createDefaultEngine();
  const fetch = http.documents();
  const keys = createUpstreamKeys({
    issuer: address,
    load:
      load === 'discovery'
        ? loadByDiscovery({ issuer: address, fetch })
        : loadFromUri({ jwksUri: `${address}/jwks.json`, fetch }),
    engine,
    clock,
  });
  const verifier = createVerifier({
    engine,
    clock,
    issuers: [{ issuer: address, audiences: [issuer.audience], keys }],
  });
  return {
    clock,
    issuer,
    verifier,
    spoil(how: Misbehave | undefined) {
      misbehave = how;
    },
  };
}

const TIMEOUT = 600;
const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, ' '));

const misdeeds: readonly (readonly [name: string, code: string, how: Misbehave])[] = [
  ['never answers', 'upstream_timeout', () => {}],
  [
    'drips its bytes',
    'upstream_timeout',
    (response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    },
  ],
  ['hangs up', 'upstream_unreachable', (response) => response.destroy()],
  [
    'redirects in a circle',
    'upstream_invalid',
    (response) => response.writeHead(302, { location: '/jwks.json' }).end(),
  ],
  [
    'redirects to another origin',
    'upstream_invalid',
    (response) => response.writeHead(302, { location: 'http://169.254.169.254/jwks' }).end(),
  ],
  [
    'sends 200 MB',
    'upstream_invalid',
    (response) => {
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      let left = 200;
      const more = () => {
        while (left-- > 0 && !response.destroyed) {
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    },
  ],
  [
    'sends a bomb',
    'upstream_invalid',
    (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    },
  ],
  [
    'sends a page',
    'upstream_invalid',
    (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><h1>Sign in</h1></html>'),
  ],
  ['sends an error', 'upstream_invalid', (response) => response.writeHead(500).end('{"keys":[]}')],
  ['sends nothing', 'upstream_invalid', (response) => response.writeHead(200).end()],
  ['sends other JSON', 'upstream_invalid', (response) => response.end('{"keys":{"0":{}}}')],
  ['says "unchanged"', 'upstream_invalid', (response) => response.writeHead(304).end()],
  [
    'sends 101 keys',
    'upstream_invalid',
    (response) => {
      const jwk = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' };
      response.end(JSON.stringify({ keys: Array.from({ length: 101 }, () => jwk) }));
    },
  ],
];

describe('an upstream issuer that', () => {
  it.each(misdeeds)('%s has no keys: %s', async (_, code, how) => {
    const { issuer, verifier, spoil } = await setUp();
    spoil(how);
    await expect(verifier.verify(await issuer.issue())).rejects.toMatchObject({ code });
  });

  it.each(misdeeds.filter(([name]) => name !== 'says "unchanged"'))(
    '%s after a good start stops no token whose key is known',
    async (_, _code, how) => {
      const { clock, issuer, verifier, spoil } = await setUp();
      await verifier.verify(await issuer.issue());
      spoil(how);
      clock.advance(3600);
      const started = performance.now();
      // The first one waits for what turns out to be an outage; nobody waits after that.
      await verifier.verify(await issuer.issue());
      for (let index = 0; index < 5; index++) await verifier.verify(await issuer.issue());
      expect(performance.now() - started).toBeLessThan(4 * TIMEOUT);
      spoil(undefined);
      clock.advance(30);
      await verifier.verify(await issuer.issue());
    },
  );

  it('has a symmetric key beside a good one is taken for the good one alone', async () => {
    const { clock, issuer, verifier, spoil } = await setUp();
    const oct = { kty: 'oct', k: 'c2VjcmV0', alg: 'HS256', kid: issuer.key().kid };
    spoil((response) => response.end(JSON.stringify({ keys: [oct, ...issuer.jwks().keys] })));
    await verifier.verify(await issuer.issue());
    spoil((response) => response.end(JSON.stringify({ keys: [oct] })));
    clock.advance(1200);
    await expect(verifier.verify(await issuer.issue())).rejects.toMatchObject({
      code: 'key_unknown',
    });
  });

  it.each(['discovery', 'uri'] as const)(
    'changes its keys between two requests costs one fetch, by %s',
    async (load) => {
      const { clock, issuer, verifier } = await setUp(load);
      const old = await issuer.issue();
      await verifier.verify(old);
      clock.advance(30);
      await issuer.rotate(false);
      await verifier.verify(await issuer.issue());
      expect(issuer.requests.jwks).toBe(2);
      await expect(verifier.verify(old)).rejects.toMatchObject({ code: 'key_unknown' });
      expect(issuer.requests.jwks).toBe(2);
    },
  );
});
