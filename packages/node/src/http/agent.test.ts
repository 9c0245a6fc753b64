import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { certificatesFault } from './agent.ts';
import { type Certificate, createAuthority } from './certificates.fixture.ts';
import { createHttpClient } from './client.ts';

const LIMITS = { accept: 'application/json', maxBytes: 1000 };
const folder = mkdtempSync(join(tmpdir(), 'drawbridge-tls-'));
const [ours, theirs] = [createAuthority(folder), createAuthority(folder)];
const here = ours.issue('IP:127.0.0.1');

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function serve(certificate: Certificate): Promise<string> {
  const server = createServer(certificate, (_request, response) => void response.end('{}'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function client() {
  const http = createHttpClient();
  cleanUps.push(() => http.close());
  return http;
}

describe('an authority of an upstream', () => {
  it('is trusted for it, alone or among others', async () => {
    const url = await serve(here);
    for (const ca of [ours.ca, `# ours\n${theirs.ca}\n${ours.ca}`]) {
      expect((await client().documents({ ca })(url, LIMITS)).status).toBe(200);
    }
  });

  it('is trusted for no other upstream of the same client', async () => {
    const url = await serve(here);
    const http = client();
    const trusting = http.documents({ ca: ours.ca });
    expect((await trusting(url, LIMITS)).status).toBe(200);
    for (const fetch of [http.fetchDocument, http.documents({ ca: theirs.ca })]) {
      await expect(fetch(url, LIMITS)).rejects.toMatchObject({
        code: 'upstream_unreachable',
        hint: expect.stringContaining('caFile'),
      });
    }
    expect((await trusting(url, LIMITS)).status).toBe(200);
  });

  it('does not make a certificate good for another name', async () => {
    const url = await serve(ours.issue('DNS:gitlab.internal'));
    await expect(client().documents({ ca: ours.ca })(url, LIMITS)).rejects.toMatchObject({
      code: 'upstream_unreachable',
      message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
      hint: expect.stringContaining('another host name'),
    });
  });

  it.each([
    ['an empty text', '', 'holds no certificate in PEM form'],
    ['a file name', '/etc/ssl/ca.pem', 'holds no certificate in PEM form'],
    ['a key', here.key, 'holds no certificate in PEM form'],
    [
      'a broken certificate behind a good one',
      `${ours.ca}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
      'holds a certificate that cannot be read, number 2',
    ],
  ])('is not %s', (_, ca, why) => {
    expect(certificatesFault(ca)).toBe(why);
    expect(() => client().documents({ ca })).toThrow(new TypeError(`ca ${why}`));
  });
});
