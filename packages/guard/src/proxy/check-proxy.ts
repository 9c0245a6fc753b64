import {
  createAddressList,
  DrawbridgeError,
  encodeUtf8,
  equalBytes,
  type HeaderField,
  type Peer,
} from '@drawbridge/core';
import type { GuardRequest } from '../guard-request.ts';
import { isFieldName } from '../headers/field-name.ts';
import { matchName, OTHER, SAME } from '../headers/match-name.ts';
import { requireArray } from '../options/require-options.ts';
import type { ProxyProof } from './proxy-proof.ts';

/**
 * Lets a request pass that comes from the proxy.
 *
 * @throws {DrawbridgeError} `proxy_unproven` for any other
 */
export type ProxyCheck = (request: GuardRequest) => void;

/** The shortest value of a header that nobody guesses. */
const MIN_SECRET = 32;

/** What a value may consist of: a comma joins two, and a space at an end is dropped on the way. */
const VISIBLE = /^[\x21-\x2b\x2d-\x7e]+$/;

/** The name of the field with the proof, in lower case: adapters remove it with those that carry tokens. */
export function proofField(proof: ProxyProof): string | undefined {
  return proof.header?.name.toLowerCase();
}

/**
 * Makes a {@link ProxyCheck}. Everything that the proof has must hold.
 *
 * @param fields - names of the fields that carry tokens, in lower case: the proof's is none of them
 * @throws {TypeError} when the proof is empty, or anybody could give it
 */
export function createProxyCheck(proof: ProxyProof, fields: ReadonlySet<string>): ProxyCheck {
  const { addresses, certificate, header } = proof;
  if (addresses === undefined && certificate === undefined && header === undefined) {
    throw new TypeError(
      'proxy needs addresses, a certificate or a header; leave it out for no proof',
    );
  }
  requireArray(addresses, 'proxy.addresses', "['10.20.0.0/16']");
  if (addresses?.length === 0) throw new TypeError('proxy.addresses needs at least one address');
  const isProxy = addresses && createAddressList(addresses);
  const isCertified = certificate && certificateCheck(certificate);
  const isSecret = header && secretCheck(header, fields);

  return ({ headers, peer }) => {
    if (isProxy !== undefined && !isProxy(peer.address)) {
      throw unproven('the connection is not from an address of the proxy');
    }
    if (isCertified !== undefined && !isCertified(peer)) {
      throw unproven('the connection has no certificate for a name of the proxy');
    }
    if (isSecret !== undefined && !isSecret(headers)) {
      throw unproven(`the field ${header?.name} is not there once with a value of the proxy`);
    }
  };
}

/** Names of a certificate are there only when an authority that we trust says so. */
function certificateCheck({
  dnsNames = [],
  uris = [],
}: NonNullable<ProxyProof['certificate']>): (peer: Peer) => boolean {
  requireArray(dnsNames, 'proxy.certificate.dnsNames', "['proxy.example.com']");
  requireArray(uris, 'proxy.certificate.uris', "['spiffe://example.com/proxy']");
  if (dnsNames.length === 0 && uris.length === 0) {
    throw new TypeError('proxy.certificate needs at least one name in dnsNames or uris');
  }
  requireTexts(dnsNames, 'proxy.certificate.dnsNames');
  requireTexts(uris, 'proxy.certificate.uris');
  const broad = dnsNames.find((name) => name.includes('*') || name === '');
  if (broad !== undefined) {
    throw new TypeError(
      `proxy.certificate.dnsNames has ${JSON.stringify(broad)}; write out the one name that the certificate has`,
    );
  }
  if (uris.includes('')) throw new TypeError('proxy.certificate.uris has an empty name');
  const names = new Set(dnsNames.map((name) => name.toLowerCase()));
  const identifiers = new Set(uris);
  return ({ certificate }) =>
    certificate !== undefined &&
    (certificate.dnsNames.some((name) => names.has(name.toLowerCase())) ||
      certificate.uris.some((uri) => identifiers.has(uri)));
}

function secretCheck(
  { name, values }: NonNullable<ProxyProof['header']>,
  fields: ReadonlySet<string>,
): (headers: readonly HeaderField[]) => boolean {
  if (!isFieldName(name)) {
    throw new TypeError(
      `proxy.header.name is ${JSON.stringify(name)}, which is no name of a header field`,
    );
  }
  const wanted = name.toLowerCase();
  if ([...fields].some((field) => matchName(wanted, field) !== OTHER)) {
    throw new TypeError(`proxy.header.name is ${name}, which carries a token already`);
  }
  requireArray(values ?? null, 'proxy.header.values', "[process.env['PROXY_PROOF']]");
  if (values.length === 0) throw new TypeError('proxy.header.values needs at least one value');
  requireTexts(values, 'proxy.header.values');
  for (const value of values) {
    // A caller sees the message: there is nothing of the value in it.
    if (value.length < MIN_SECRET) {
      throw new TypeError(
        `a value of proxy.header.values has fewer than ${MIN_SECRET} characters; make one by openssl rand -hex 32`,
      );
    }
    if (!VISIBLE.test(value)) {
      throw new TypeError(
        'a value of proxy.header.values has a space, a comma or a character beyond ASCII; make one by openssl rand -hex 32',
      );
    }
  }
  const secrets = values.map((value) => encodeUtf8(value));

  return (headers) => {
    let sent: string | undefined;
    for (const [field, value] of headers) {
      if (matchName(field, wanted) !== SAME) continue;
      if (sent !== undefined) return false;
      sent = value;
    }
    if (sent === undefined) return false;
    const bytes = encodeUtf8(sent);
    let found = false;
    // All of them, so that the time does not tell which one was nearly right.
    for (const secret of secrets) found = equalBytes(secret, bytes) || found;
    return found;
  };
}

/** A variable that is not set is none: the message says so, and has nothing of the others. */
function requireTexts(values: readonly unknown[], option: string): void {
  const index = values.findIndex((value) => typeof value !== 'string');
  if (index < 0) return;
  throw new TypeError(`${option}[${index}] must be a string, and is ${typeof values[index]}`);
}

function unproven(detail: string): DrawbridgeError {
  return new DrawbridgeError('proxy_unproven', { detail });
}
