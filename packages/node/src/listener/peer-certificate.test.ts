import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Peer, silentLog } from '@drawbridge/core';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen, type Listener } from './listen.ts';
import { alternativeNames } from './peer-certificate.ts';

const run = promisify(execFile);
let folder: string;
let listener: Listener;
const peers: Peer[] = [];

const read = (name: string) => readFile(join(folder, name), 'utf8');

/** Makes NAME.pem and NAME.key, signed by CA, or by itself. */
async function certify(name: string, names: string, ca?: string): Promise<void> {
  const at = (file: string) => join(folder, file);
  const signed = ca === undefined ? [] : ['-CA', at(`${ca}.pem`), '-CAkey', at(`${ca}.key`)];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-x509'];
  const files = ['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`), '-days', '2'];
  const extensions = names === '' ? [] : ['-addext', `subjectAltName=${names}`];
  await run('openssl', [
    'req',
    ...kind,
    ...signed,
    ...files,
    '-subj',
    `/CN=${name}`,
    ...extensions,
  ]);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-tls-'));
  await certify('server', 'IP:127.0.0.1');
  await certify('ca', '');
  await certify('other-ca', '');
  await certify('builder', 'DNS:Builder.example,URI:spiffe://acme/builder', 'ca');
  await certify('stranger', 'DNS:builder.example', 'other-ca');
  await certify('lonely', 'DNS:builder.example');
  const handle = ({ peer }: { readonly peer: Peer }) => {
    peers.push(peer);
    return Promise.resolve({ status: 200, headers: [], body: 'ok' });
  };
  const tls = {
    certificate: await read('server.pem'),
    key: await read('server.key'),
    clientCa: await read('ca.pem'),
    askCallers: true,
  };
  const address = { host: '127.0.0.1', port: 0 };
  listener = await listen({ handle, close: () => Promise.resolve() }, address, silentLog, { tls });
});

afterAll(async () => {
  await listener.close(0);
  await rm(folder, { recursive: true, force: true });
});

/** What the service is told of a caller with a certificate, or without one. */
async function peerOf(name: string | undefined, agent?: Agent): Promise<Peer | undefined> {
  const own =
    name === undefined ? {} : { cert: await read(`${name}.pem`), key: await read(`${name}.key`) };
  const ca = await read('server.pem');
  await new Promise<void>((resolve, reject) => {
    request(listener.url, { ca, ...own, agent: agent ?? new Agent() }, (response) => {
      response.resume().on('end', resolve);
    })
      .on('error', reject)
      .end();
  });
  return peers.at(-1);
}

describe('a listener with TLS', () => {
  it('is reached by https, and tells of no certificate where there is none', async () => {
    expect(listener.url).toMatch(/^https:/);
    expect((await peerOf(undefined))?.certificate).toBeUndefined();
  });

  it('tells the names that a trusted authority certified', async () => {
    const { certificate } = (await peerOf('builder')) ?? {};
    expect(certificate?.dnsNames).toEqual(['builder.example']);
    expect(certificate?.uris).toEqual(['spiffe://acme/builder']);
    const pem = new X509Certificate(await read('builder.pem'));
    const hash = createHash('sha256')
      .update(certificate?.der ?? '')
      .digest('hex');
    expect(hash).toBe(pem.fingerprint256.replaceAll(':', '').toLowerCase());
  });

  it.each(['stranger', 'lonely'])(
    'tells none of the names of %s, yet its certificate',
    async (name) => {
      const { certificate } = (await peerOf(name)) ?? {};
      expect(certificate?.dnsNames).toEqual([]);
      expect(certificate?.uris).toEqual([]);
      const { raw } = new X509Certificate(await read(`${name}.pem`));
      expect(Buffer.from(certificate?.der ?? []).equals(raw)).toBe(true);
    },
  );

  it('tells the same of a connection that resumes an earlier one', async () => {
    const agent = new Agent({ maxCachedSessions: 10 });
    await peerOf('builder', agent);
    const { certificate } = (await peerOf('builder', agent)) ?? {};
    expect(certificate?.dnsNames).toEqual(['builder.example']);
  });

  it('goes on after a handshake that fails', async () => {
    await expect(fetch(listener.url.replace('https', 'http'))).rejects.toThrow();
    expect((await peerOf(undefined))?.address).toBe('127.0.0.1');
  });

  it('does not start with a key of another certificate, and quotes neither', async () => {
    const tls = { certificate: await read('server.pem'), key: await read('ca.key') };
    const address = { host: '127.0.0.1', port: 0 };
    const service = { handle: () => Promise.reject(new Error()), close: () => Promise.resolve() };
    const failed: unknown = await listen(service, address, silentLog, { tls }).catch(
      (thrown: unknown) => thrown,
    );
    expect(failed).toMatchObject({ code: 'config_invalid' });
    expect(String(failed)).not.toContain('BEGIN');
  });
});

describe('alternativeNames', () => {
  it.each([
    ['', []],
    ['DNS:a.example', [['DNS', 'a.example']]],
    [
      'DNS:a, URI:spiffe://b/c',
      [
        ['DNS', 'a'],
        ['URI', 'spiffe://b/c'],
      ],
    ],
    ['URI:"https://a/?q=1, DNS:b"', [['URI', 'https://a/?q=1, DNS:b']]],
    [
      'IP Address:127.0.0.1, DNS:a',
      [
        ['IP Address', '127.0.0.1'],
        ['DNS', 'a'],
      ],
    ],
  ])('reads %j', (text, names) => {
    expect(alternativeNames(text)).toEqual(names);
  });

  it.each(['DNS:"a', 'DNS:a"b', 'nonsense', 'DNS:a, nonsense', 'DNS:a,DNS:b,'])(
    'makes nothing of %j',
    (text) => {
      expect(alternativeNames(text)).toEqual([]);
    },
  );

  it('never takes a piece of one name for another (property)', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const text = `URI:${JSON.stringify(value)}`;
        expect(alternativeNames(text)).toEqual([['URI', value]]);
      }),
    );
  });
});
