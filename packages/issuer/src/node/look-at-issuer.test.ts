import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { createHttpClient } from '@drawbridge/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Certificate, certify, certifyExpired } from '../../../../tools/certify.ts';
import { judgeIssuer } from '../check/judge-issuer.ts';
import { lookAtIssuer } from './look-at-issuer.ts';

const http = createHttpClient();
let folder: string;
let authority: Certificate;

beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/drawbridge-issuer-`);
  authority = await certify(folder, 'authority', '');
});
afterAll(async () => {
  await http.close();
  await rm(folder, { recursive: true });
});

/** What is found at a server with a certificate that has no documents. */
async function found({ cert, key }: Certificate, ca?: string) {
  const server = createServer({ cert, key }, (_, response) => response.writeHead(404).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `https://localhost:${(server.address() as AddressInfo).port}`;
  try {
    const seen = await lookAtIssuer(issuer, { http, ...(ca !== undefined && { ca }) });
    return judgeIssuer(seen, ca !== undefined).flatMap(({ id, level }) =>
      level === 'error' ? id : [],
    );
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

it('tells what is wrong with a certificate, and sees documents behind a good one', async () => {
  const { cert: ca } = authority;
  const names = 'DNS:localhost';
  const good = await certify(folder, 'good', names, authority);
  expect(await found(good, ca)).toEqual(['discovery-served']);
  expect(await found(good)).toEqual(['tls-trusted']);
  expect(await found(await certify(folder, 'self', names))).toEqual(['tls-trusted']);
  const other = await certify(folder, 'other', 'DNS:other.example', authority);
  expect(await found(other, ca)).toEqual(['tls-valid']);
  const ended = await certifyExpired(folder, 'ended', names, authority);
  expect(await found(ended, ca)).toEqual(['tls-valid']);
});

it('asks no name for anything that has no address', async () => {
  const seen = await lookAtIssuer('https://nothing.invalid', { http });
  expect(seen).toMatchObject({ addresses: [], discovery: { fault: expect.any(String) } });
  expect(judgeIssuer(seen).map(({ id }) => id)).toEqual(['issuer-public']);
});

it('does not connect to the metadata service of a cloud', async () => {
  const seen = await lookAtIssuer('https://169.254.169.254', { http });
  expect(seen.tls).toBeUndefined();
  expect(seen.discovery.fault).toContain('169.254.169.254');
});
