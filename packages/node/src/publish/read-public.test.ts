import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Certificate, certify, certifyExpired } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { createHttpClient } from '../http/client.ts';
import { readPublic } from './read-public.ts';
import { JWKS } from './site.fixture.ts';

const servers: Server[] = [];
let folder = '';
let authority: Certificate;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-read-public-'));
});
afterAll(async () => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  await rm(folder, { recursive: true });
});

/** An address on this machine that shows a certificate. @param location - where it leads to, in place of a document */
async function serve({ cert, key }: Certificate, location?: string): Promise<string> {
  const server = createServer({ cert, key }, (_, response) => {
    if (location !== undefined) return void response.writeHead(302, { location }).end();
    response.writeHead(200, { 'content-type': JWKS.contentType }).end(JWKS.body);
  });
  server.on('tlsClientError', () => {});
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `https://localhost:${(server.address() as AddressInfo).port}${JWKS.path}`;
}

async function readAt(url: string, ca?: string) {
  const http = createHttpClient();
  try {
    return await readPublic(http.remote(ca === undefined ? {} : { ca }), url);
  } finally {
    await http.close();
  }
}

describeWith(['openssl'], 'readPublic', () => {
  beforeAll(async () => {
    authority = await certify(folder, 'authority', '');
  });

  it('says that a certificate has ended', async () => {
    const url = await serve(await certifyExpired(folder, 'old', 'DNS:localhost', authority));
    await expect(readAt(url, authority.cert)).rejects.toMatchObject({
      code: 'publish_failed',
      message: expect.stringMatching(/cannot be read back.*CERT_HAS_EXPIRED/),
      hint: expect.stringMatching(/expired/),
    });
  });

  it('says that a certificate is from no authority that it knows', async () => {
    const url = await serve(await certify(folder, 'self', 'DNS:localhost'));
    await expect(readAt(url)).rejects.toMatchObject({
      code: 'publish_failed',
      message: expect.stringMatching(/cannot be read back.*SELF_SIGNED_CERT/),
      hint: expect.any(String),
    });
  });

  it('follows no redirect, and reads what is there', async () => {
    const own = await certify(folder, 'own', 'DNS:localhost', authority);
    const url = await serve(own);
    await expect(readAt(await serve(own, url), authority.cert)).rejects.toMatchObject({
      code: 'published_otherwise',
      message: expect.stringContaining('is answered with a redirect (302)'),
      hint: expect.stringContaining('follow no redirects'),
    });
    const { body, contentType } = await readAt(url, authority.cert);
    expect([Buffer.from(body), contentType]).toEqual([JWKS.body, JWKS.contentType]);
  });
});
