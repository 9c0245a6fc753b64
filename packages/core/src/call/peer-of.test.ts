import { describe, expect, it, vi } from 'vitest';
import { peerOf } from './peer-of.ts';

const RAW = new Uint8Array([1, 2]);

describe('peerOf', () => {
  const socketOf = (authorized: boolean) => ({
    remoteAddress: '192.0.2.1',
    authorized,
    getPeerX509Certificate: () => ({
      raw: RAW,
      subjectAltName: 'DNS:Proxy.example, URI:spiffe://a/b',
    }),
  });

  it('tells the names of a certificate that an authority stands for', () => {
    expect(peerOf(socketOf(true))).toEqual({
      address: '192.0.2.1',
      certificate: { der: RAW, dnsNames: ['proxy.example'], uris: ['spiffe://a/b'] },
    });
  });

  it('tells no name of any other', () => {
    expect(peerOf(socketOf(false)).certificate).toEqual({ der: RAW, dnsNames: [], uris: [] });
  });

  it('tells of no certificate where there is none', () => {
    expect(peerOf({ getPeerX509Certificate: () => undefined })).toEqual({ address: undefined });
    expect(peerOf({ remoteAddress: '::1' })).toEqual({ address: '::1' });
  });

  it('reads the certificate of a connection once, and that there is none', () => {
    for (const text of [{ raw: RAW }, undefined]) {
      const getPeerX509Certificate = vi.fn(() => text);
      const socket = { getPeerX509Certificate };
      expect(peerOf(socket)).toEqual(peerOf(socket));
      expect(getPeerX509Certificate).toHaveBeenCalledTimes(1);
    }
  });
});
