import { lookup } from 'node:dns/promises';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import {
  discoveryUrlOf,
  isForbiddenAddress,
  parseIpAddress,
  parseJsonObject,
  systemClock,
} from '@drawbridge/core';
import { guardedLookup, type HttpClient, type Remote } from '@drawbridge/node';
import { jwksUriOf } from '../check/judge-discovery.ts';
import { isRead } from '../check/judge-issuer.ts';
import type { SeenCertificate, SeenDocument, SeenIssuer, SeenTls } from '../check/seen.ts';

/** Milliseconds for each document. AWS waits 5 seconds; a slower answer is to be told as slow, not as none. */
const PATIENCE = 10_000;

/** Bytes that are read of a document. */
const LIMIT = 262_144;

/** How an issuer is looked at. */
export interface LookOptions {
  readonly http: HttpClient;
  /** PEM certificates of the authorities to trust, in place of the system's. */
  readonly ca?: string;
}

/**
 * Looks at an issuer as a stranger does: by its name, over TLS, with no redirect followed.
 *
 * @param issuer - one that `issuerFault` has nothing against
 */
export async function lookAtIssuer(issuer: string, { http, ca }: LookOptions): Promise<SeenIssuer> {
  const url = new URL(issuer);
  const remote = http.remote({
    ...(ca !== undefined && { ca }),
    caSetting: '--ca',
    limits: { connect: PATIENCE, answer: PATIENCE },
  });
  const addresses = await addressesOf(url);
  const isReachable = addresses.length > 0 && !addresses.some(isForbiddenAddress);
  const [tls, discovery] = await Promise.all([
    url.protocol === 'https:' && isReachable ? lookAtTls(url, ca) : undefined,
    fetchSeen(discoveryUrlOf(issuer), remote),
  ]);
  const document = isRead(discovery) ? parseJsonObject(discovery.body) : undefined;
  const uri = document === undefined ? undefined : jwksUriOf(document);
  const jwks = uri === undefined ? undefined : await fetchSeen(uri, remote);
  return {
    issuer,
    addresses,
    ...(tls !== undefined && { tls }),
    discovery,
    ...(jwks !== undefined && { jwks }),
    now: systemClock.now(),
  };
}

async function addressesOf({ hostname }: URL): Promise<readonly string[]> {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (parseIpAddress(host) !== undefined) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

async function fetchSeen(address: string, remote: Remote): Promise<SeenDocument> {
  const { origin, pathname, search } = new URL(address);
  const started = performance.now();
  const took = () => Math.round(performance.now() - started);
  const nothing = { url: address, headers: {}, body: new Uint8Array(), isCut: false };
  try {
    const { shared } = await remote.wayTo(origin);
    const { statusCode, headers, body } = await shared.request({
      origin, // a tunnel must know where to
      path: `${pathname}${search}`,
      method: 'GET',
      headers: { accept: 'application/json', 'user-agent': 'drawbridge' },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const read = await readLimited(body);
    return {
      url: address,
      status: statusCode,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
      ),
      ...read,
      milliseconds: took(),
    };
  } catch (thrown) {
    const { name } = thrown as Error;
    const fault =
      name === 'TimeoutError'
        ? `${address} did not answer within ${PATIENCE / 1000} seconds`
        : remote.faultOf(thrown, origin).message;
    return { ...nothing, fault, milliseconds: took() };
  }
}

async function readLimited(
  body: AsyncIterable<Uint8Array>,
): Promise<Pick<SeenDocument, 'body' | 'isCut'>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop ends the connection.
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LIMIT) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, LIMIT), isCut: length > LIMIT };
}

/**
 * Looks at the certificates of a server, trusted or not. Where a proxy is the only way out there is nothing to be seen.
 *
 * @returns `undefined` where there was no handshake
 */
function lookAtTls({ hostname, port }: URL, ca: string | undefined): Promise<SeenTls | undefined> {
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket: TLSSocket = connect({
      host,
      port: Number(port || 443),
      // What the name stood for a moment ago was judged; it may have changed its mind.
      lookup: guardedLookup,
      ...(parseIpAddress(host) === undefined && { servername: host }),
      ...(ca !== undefined && { ca }),
      // What is wrong with it is what is to be told. Nothing is sent over this connection.
      rejectUnauthorized: false,
      timeout: PATIENCE,
    });
    const end = (seen?: SeenTls) => {
      socket.destroy();
      resolve(seen);
    };
    socket.once('timeout', () => end());
    socket.once('error', () => end());
    socket.once('secureConnect', () => {
      const fault = socket.authorized ? undefined : faultOf(socket);
      end({ ...(fault !== undefined && { fault }), chain: chainOf(socket) });
    });
  });
}

/** Node says what it is by a code, or by an error that has one. */
function faultOf({ authorizationError }: TLSSocket): string {
  const given: unknown = authorizationError;
  const code = typeof given === 'object' && given !== null && 'code' in given ? given.code : given;
  return String(code);
}

function chainOf(socket: TLSSocket): readonly SeenCertificate[] {
  const chain: SeenCertificate[] = [];
  const seen = new Set<string>();
  let current: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  // The last one stands on itself.
  while (current?.fingerprint256 !== undefined && !seen.has(current.fingerprint256)) {
    seen.add(current.fingerprint256);
    const { subject, issuer, valid_to: ends } = current;
    chain.push({ subject: nameOf(subject), issuer: nameOf(issuer), ends: Date.parse(ends) });
    current = current.issuerCertificate;
  }
  return chain;
}

function nameOf(name: { readonly CN?: string | string[]; readonly O?: string | string[] }): string {
  return [name?.CN ?? name?.O ?? 'nobody by name'].flat().join(', ');
}
