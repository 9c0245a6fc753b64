import {
  DrawbridgeError,
  encodeHex,
  encodeUtf8,
  type Engine,
  equalBytes,
  type PeerCertificate,
  quote,
} from '@drawbridge/core';
import type { Client, ClientCertificate } from './client.ts';
import type { Credentials } from './credentials.ts';

/**
 * Finds out which client a caller is.
 *
 * @returns its id; `undefined` for a caller that does not claim to be one
 * @throws {DrawbridgeError} `client_unknown` when it claims to be one and does not prove it
 */
export type Authenticate = (credentials: Credentials) => Promise<string | undefined>;

/**
 * Makes {@link Authenticate} for a fixed list of clients. Secrets are compared as digests, in constant time.
 *
 * @throws {TypeError} for a client with nothing to prove, or listed twice: anybody could be it
 */
export function createAuthenticate(clients: readonly Client[], engine: Engine): Authenticate {
  requireProofs(clients);
  const digest = async (text: string) => engine.sha256(encodeUtf8(text));
  const byId = new Map(clients.map((client) => [client.id, client]));
  const fingerprints = new WeakMap<PeerCertificate, string>();

  async function holdsSecret({ secret }: Client, offered: string | undefined) {
    if (secret === undefined) return offered === undefined;
    return offered !== undefined && equalBytes(await digest(offered), await digest(secret));
  }

  async function fingerprintOf(certificate: PeerCertificate): Promise<string> {
    const known = fingerprints.get(certificate);
    if (known !== undefined) return known;
    const sha256 = encodeHex(await engine.sha256(certificate.der));
    fingerprints.set(certificate, sha256);
    return sha256;
  }

  async function holdsCertificate(wanted: ClientCertificate, offered: PeerCertificate) {
    const { sha256, dns, uri } = wanted;
    if (sha256 !== undefined && (await fingerprintOf(offered)) !== sha256.toLowerCase()) {
      return false;
    }
    if (dns !== undefined && !offered.dnsNames.includes(dns.toLowerCase())) return false;
    return uri === undefined || offered.uris.includes(uri);
  }

  async function proves(client: Client, { secret, certificate }: Credentials): Promise<boolean> {
    if (!(await holdsSecret(client, secret))) return false;
    if (client.certificate === undefined) return true;
    return certificate !== undefined && holdsCertificate(client.certificate, certificate);
  }

  return async (credentials) => {
    const { id, certificate } = credentials;
    if (id !== undefined) {
      const client = byId.get(id);
      if (client !== undefined && (await proves(client, credentials))) return id;
      throw unproven(id);
    }
    if (certificate === undefined) return undefined;
    // A certificate may say who calls without a client_id; one of nobody's is no claim.
    for (const client of clients) {
      if (client.certificate !== undefined && (await proves(client, credentials))) return client.id;
    }
    return undefined;
  };
}

function requireProofs(clients: readonly Client[]): void {
  const ids = new Set<string>();
  for (const { id, secret, certificate } of clients) {
    if (id === '') throw new TypeError('a client has no id');
    if (ids.has(id)) throw new TypeError(`the client ${id} is listed twice`);
    ids.add(id);
    if (secret === undefined && certificate === undefined) {
      throw new TypeError(`the client ${id} has neither a secret nor a certificate`);
    }
    if (secret === '') throw new TypeError(`the secret of the client ${id} is empty`);
    if (certificate !== undefined && saysNothing(certificate)) {
      throw new TypeError(`the certificate of the client ${id} names no sha256, dns or uri`);
    }
  }
}

function saysNothing({ sha256, dns, uri }: ClientCertificate): boolean {
  return sha256 === undefined && dns === undefined && uri === undefined;
}

function unproven(id: string): DrawbridgeError {
  return new DrawbridgeError('client_unknown', {
    detail: `the caller claims to be the client ${quote(id)} and does not prove it`,
  });
}
