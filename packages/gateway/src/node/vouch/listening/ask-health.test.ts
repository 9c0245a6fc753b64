import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { certify } from '../../../../../../tools/certify.ts';
import { describeWith } from '../../../../../../tools/describe-with.ts';
import { makeVouchFolder, type VouchFolder } from '../vouch.fixture.ts';
import { askHealth } from './ask-health.ts';

let folder: VouchFolder;
let server: Server;
let status = 200;
beforeEach(async () => {
  status = 200;
  folder = await makeVouchFolder();
  server = createServer(({ url }, response) => {
    response.writeHead(url === '/healthcheck' ? status : 404).end();
  });
});
afterEach(async () => {
  server.close();
  await folder.remove();
});

async function port(): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

it('is well where 200 is answered, at every address of the machine or one', async () => {
  const at = await port();
  expect(await askHealth({ host: '127.0.0.1', port: at }, false)).toBeUndefined();
  expect(await askHealth({ host: '0.0.0.0', port: at }, false)).toBeUndefined();
});

it('asks at a socket file', async () => {
  const path = join(folder.path, 'vouch.sock');
  server.listen(path);
  await once(server, 'listening');
  expect(await askHealth({ path }, false)).toBeUndefined();
});

describeWith(['openssl'], 'over TLS', () => {
  it('is well whatever names the certificate has, and is told of another answer', async () => {
    const { cert, key } = await certify(folder.path, 'vouch', 'DNS:vouch.example.com');
    const secure = createSecureServer({ cert, key }, ({ url }, response) => {
      response.writeHead(url === '/healthcheck' ? status : 404).end();
    });
    try {
      secure.listen(0, '127.0.0.1');
      await once(secure, 'listening');
      const place = { host: '127.0.0.1', port: (secure.address() as AddressInfo).port };
      expect(await askHealth(place, true)).toBeUndefined();
      status = 503;
      expect(await askHealth(place, true)).toContain('answers the health check with 503');
    } finally {
      secure.close();
    }
  });
});

it('is not well where anything else is answered, or nothing, or no TLS is spoken', async () => {
  const at = await port();
  status = 503;
  const place = { host: '127.0.0.1', port: at };
  expect(await askHealth(place, false)).toContain('answers the health check with 503');
  expect(await askHealth(place, true)).toContain('does not answer the health check (');
  expect(await askHealth({ path: join(folder.path, 'none.sock') }, false)).toContain('(ENOENT)');
});
