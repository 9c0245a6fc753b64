import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Peer, silentLog } from '@drawbridge/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Certificate, certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { listen, type Listener } from './listen.ts';

describeWith(['openssl'], 'a listener with TLS', () => {
  let folder: string;
  let listener: Listener;
  let server: Certificate;
  let authority: Certificate;
  let builder: Certificate;
  /** Of an authority that the listener does not know. */
  let stranger: Certificate;
  /** Signed by itself. */
  let lonely: Certificate;
  const peers: Peer[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-tls-'));
    const names = 'DNS:Builder.example,URI:spiffe://acme/builder';
    server = await certify(folder, 'server', 'IP:127.0.0.1');
    authority = await certify(folder, 'authority', '');
    builder = await certify(folder, 'builder', names, authority);
    const other = await certify(folder, 'other-authority', '');
    stranger = await certify(folder, 'stranger', 'DNS:builder.example', other);
    lonely = await certify(folder, 'lonely', 'DNS:builder.example');
    const handle = ({ peer }: { readonly peer: Peer }) => {
      peers.push(peer);
      return Promise.resolve({ status: 200, headers: [], body: 'ok' });
    };
    const service = { handle, close: () => Promise.resolve() };
    const tls = {
      certificate: server.cert,
      key: server.key,
      clientCa: authority.cert,
      askCallers: true,
    };
    listener = await listen(service, { host: '127.0.0.1', port: 0 }, silentLog, { tls });
  });

  afterAll(async () => {
    await listener.close({ patience: 0 });
    await rm(folder, { recursive: true, force: true });
  });

  /** What the service is told of a caller with a certificate, or without one. */
  async function peerOf(own?: Certificate, agent = new Agent()): Promise<Peer | undefined> {
    const pair = own === undefined ? {} : { cert: own.cert, key: own.key };
    await new Promise<void>((resolve, reject) => {
      request(listener.url, { ca: server.cert, ...pair, agent }, (response) => {
        response.resume().on('end', resolve);
      })
        .on('error', reject)
        .end();
    });
    return peers.at(-1);
  }

  it('is reached by https, and tells of no certificate where there is none', async () => {
    expect(listener.url).toMatch(/^https:/);
    expect((await peerOf())?.certificate).toBeUndefined();
  });

  it('tells the names that a trusted authority certified', async () => {
    const { certificate } = (await peerOf(builder)) ?? {};
    expect(certificate?.dnsNames).toEqual(['builder.example']);
    expect(certificate?.uris).toEqual(['spiffe://acme/builder']);
    const { raw } = new X509Certificate(builder.cert);
    expect(raw.equals(certificate?.der ?? new Uint8Array())).toBe(true);
  });

  it.each([
    ['a stranger', () => stranger],
    ['one that signed itself', () => lonely],
  ])('tells none of the names of %s, yet its certificate', async (_, own) => {
    const { certificate } = (await peerOf(own())) ?? {};
    expect(certificate?.dnsNames).toEqual([]);
    expect(certificate?.uris).toEqual([]);
    const { raw } = new X509Certificate(own().cert);
    expect(raw.equals(certificate?.der ?? new Uint8Array())).toBe(true);
  });

  it('tells the same of a connection that resumes an earlier one', async () => {
    const agent = new Agent({ maxCachedSessions: 10 });
    await peerOf(builder, agent);
    const { certificate } = (await peerOf(builder, agent)) ?? {};
    expect(certificate?.dnsNames).toEqual(['builder.example']);
  });

  it('goes on after a handshake that fails', async () => {
    await expect(fetch(listener.url.replace('https', 'http'))).rejects.toThrow();
    expect((await peerOf())?.address).toBe('127.0.0.1');
  });

  it('does not start with a key of another certificate, and quotes neither', async () => {
    const tls = { certificate: server.cert, key: authority.key };
    const address = { host: '127.0.0.1', port: 0 };
    const service = { handle: () => Promise.reject(new Error()), close: () => Promise.resolve() };
    const failed: unknown = await listen(service, address, silentLog, { tls }).catch(
      (thrown: unknown) => thrown,
    );
    expect(failed).toMatchObject({ code: 'config_invalid' });
    expect(String(failed)).not.toContain('BEGIN');
  });
});
