import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { certify } from '../../../../../tools/certify.ts';
import { describeWith } from '../../../../../tools/describe-with.ts';
import { testRun } from '../../test-run.fixture.ts';

const sha1 = (pem: string) =>
  new X509Certificate(pem).fingerprint.replaceAll(':', '').toLowerCase();

describeWith(['openssl'], 'aws thumbprint', () => {
  let folder = '';
  let server: Server;
  let host = '';
  let own = '';
  let top = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'thumbprint-'));
    const authority = await certify(folder, 'top', '');
    const site = await certify(folder, 'site', 'DNS:localhost', authority);
    [own, top] = [sha1(site.cert), sha1(authority.cert)];
    server = createServer({ cert: `${site.cert}\n${authority.cert}`, key: site.key });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    host = `localhost:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(['', 'a b', 'http://localhost', 'a@localhost', 'localhost/path', 'https://'])(
    'refuses %j',
    async (argument) => {
      const { code, stdout } = await testRun(['aws', 'thumbprint', argument]);
      expect(code).toBe(2);
      expect(stdout).toBe('');
    },
  );

  it('prints that of the last certificate, and says which one it is', async () => {
    const { code, stdout, stderr } = await testRun(['aws', 'thumbprint', host]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${top}\n` });
    expect(stderr).toContain('"CN=top", certificate 2 of 2 served');
  });

  it('says that it goes past a proxy, and not where there is none on the way', async () => {
    const env = { HTTPS_PROXY: 'http://proxy.test:3128' };
    const asked = ['aws', 'thumbprint', 'nowhere.invalid'];
    const direct = 'asked directly, past the proxy';
    expect((await testRun(asked, { env })).stderr).toContain(direct);
    for (const args of [{ env: { ...env, NO_PROXY: '.invalid' } }, {}]) {
      expect((await testRun(asked, args)).stderr).not.toContain(direct);
    }
    // This machine is reached by no proxy.
    expect((await testRun(['aws', 'thumbprint', host], { env })).stderr).not.toContain(direct);
  });

  it('prints that of the host on request, and takes a URL', async () => {
    const { stdout } = await testRun([
      'aws',
      'thumbprint',
      '--leaf',
      '--json',
      `https://${host}/x`,
    ]);
    expect(JSON.parse(stdout)).toEqual({ thumbprint: own, subject: 'CN=site', served: 2 });
  });
});

it.each([
  ['https://https://oidc.example.com', 'begins with https:// twice'],
  ['http://oidc.example.com', 'is not an https URL'],
  ['oidc.example.com/path', 'is no host'],
])('%s is asked for nothing: it %s', async (host, why) => {
  const { code, stderr } = await testRun(['aws', 'thumbprint', host]);
  expect(code).toBe(2);
  expect(stderr).toContain(`<host> ${why}\nGive HOST, HOST:PORT, or an https URL.`);
});
