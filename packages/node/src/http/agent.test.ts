import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Certificate, certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { createHttpClient } from './client.ts';

const LIMITS = { accept: 'application/json', maxBytes: 1000 };
const FORM = { method: 'POST', headers: {}, body: new URLSearchParams({ a: 'b' }) } as const;
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
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

describeWith(['openssl'], 'an authority of an upstream', () => {
  let folder: string;
  let ours: Certificate;
  let theirs: Certificate;
  /** Of ours, for this address. */
  let here: Certificate;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-tls-'));
    ours = await certify(folder, 'ours', '');
    theirs = await certify(folder, 'theirs', '');
    here = await certify(folder, 'here', 'IP:127.0.0.1', ours);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is trusted for it, alone or among others', async () => {
    const url = await serve(here);
    for (const ca of [ours.cert, `# ours\n${theirs.cert}\n${ours.cert}`]) {
      expect((await client().documents({ ca })(url, LIMITS)).status).toBe(200);
      expect((await client().cloud({ ca })(url, FORM)).status).toBe(200);
    }
  });

  it('is all that a cloud of its own is trusted by', async () => {
    const url = await serve(here);
    for (const ca of [undefined, theirs.cert]) {
      const asked = client().cloud(ca === undefined ? {} : { ca })(url, FORM);
      await expect(asked).rejects.toMatchObject({ code: 'cloud_untrusted' });
    }
  });

  it('is trusted for no other upstream of the same client', async () => {
    const url = await serve(here);
    const http = client();
    const trusting = http.documents({ ca: ours.cert });
    expect((await trusting(url, LIMITS)).status).toBe(200);
    for (const fetch of [http.fetchDocument, http.documents({ ca: theirs.cert })]) {
      await expect(fetch(url, LIMITS)).rejects.toMatchObject({
        code: 'upstream_unreachable',
        hint: expect.stringContaining('caFile'),
      });
    }
    expect((await trusting(url, LIMITS)).status).toBe(200);
  });

  it('is asked for where the caller says that it is named', async () => {
    const url = await serve(here);
    const fetch = client().documents({ caSetting: 'inject.token.caFile' });
    await expect(fetch(url, LIMITS)).rejects.toMatchObject({
      hint: expect.stringContaining('Name its file as inject.token.caFile,'),
    });
  });

  it('does not make a certificate good for another name', async () => {
    const url = await serve(await certify(folder, 'elsewhere', 'DNS:gitlab.internal', ours));
    await expect(client().documents({ ca: ours.cert })(url, LIMITS)).rejects.toMatchObject({
      code: 'upstream_unreachable',
      message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
      hint: expect.stringContaining('another host name'),
    });
  });

  it('refuses what holds no certificate', () => {
    expect(() => client().documents({ ca: here.key })).toThrow(
      new TypeError('ca holds no certificate in PEM form'),
    );
  });
});
