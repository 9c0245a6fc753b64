import { DrawbridgeError, type FetchDocument } from '@drawbridge/core';
import { type FaultGate, toBytes } from './faults.ts';

/** A document of an issuer. */
export type DocumentName = 'discovery' | 'jwks';

/** Where an issuer serves what. */
export interface IssuerAddresses {
  readonly discovery: string;
  readonly jwks: string;
  readonly token: string;
  readonly introspection: string;
}

/** Serves documents, made anew for each request, with ETags. */
export function createDocumentFetch(
  addresses: IssuerAddresses,
  make: Readonly<Record<DocumentName, () => unknown>>,
  gate: FaultGate,
): FetchDocument {
  return async (url, { maxBytes, ifNoneMatch }) => {
    const name = nameOf(url, addresses);
    const canned = await gate.pass(name, url);
    const { status = 200, body } = canned ?? {};
    const bytes = toBytes(body ?? (name === undefined ? '' : make[name]()));
    if (bytes.length > maxBytes) {
      throw new DrawbridgeError('upstream_invalid', { detail: `${url} is too large` });
    }
    if (status !== 200) return { status, body: bytes };
    const etag = etagOf(bytes);
    if (ifNoneMatch === etag) return { status: 304, body: new Uint8Array(), etag };
    return { status, body: bytes, etag };
  };
}

function nameOf(url: string, addresses: IssuerAddresses): DocumentName | undefined {
  if (url === addresses.discovery) return 'discovery';
  return url === addresses.jwks ? 'jwks' : undefined;
}

/** FNV-1a: enough to tell the documents of a test apart, and done at once. */
export function etagOf(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return `"${hash.toString(16)}"`;
}
