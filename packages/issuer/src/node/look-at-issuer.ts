import { isRead, jwksUriOf, type SeenDocument, type SeenIssuer } from '@drawbridge/clouds/doctor';
import { discoveryUrlOf, documentUrlFault, parseJsonObject, systemClock } from '@drawbridge/core';
import { faultCode, type HttpClient, type Remote } from '@drawbridge/node';
import { lookAtHost } from './look-at-host.ts';

/** Milliseconds for each document. AWS waits 5 seconds; a slower answer is to be told as slow, not as none. */
const PATIENCE = 10_000;

/** Bytes that are read of a document. */
const LIMIT = 262_144;

/** How an issuer is looked at. */
export interface LookOptions {
  readonly http: HttpClient;
  /** PEM certificates of the authorities to trust, in place of the system's. */
  readonly ca?: string | undefined;
  /** Where the discovery document is, if not where the issuer says. */
  readonly discoveryUrl?: string | undefined;
  /** Where the keys are, if not where the discovery document says. */
  readonly jwksUrl?: string | undefined;
}

/**
 * Looks at an issuer as a stranger does: by its name, over TLS, with no redirect followed.
 *
 * @param issuer - one that `issuerFault` has nothing against, but where it is told where the keys are
 */
export async function lookAtIssuer(
  issuer: string,
  { http, ca, discoveryUrl = discoveryUrlOf(issuer), jwksUrl }: LookOptions,
): Promise<SeenIssuer> {
  // Whoever was told where the keys are asks there, and nowhere else.
  const url = new URL(jwksUrl ?? discoveryUrl);
  const remote = http.remote({
    ...(ca !== undefined && { ca }),
    caSetting: '--ca',
    limits: { connect: PATIENCE, answer: PATIENCE },
  });
  const [{ addresses, tls }, discovery] = await Promise.all([
    lookAtHost(url, ca),
    fetchSeen(discoveryUrl, remote),
  ]);
  const document = isRead(discovery) ? parseJsonObject(discovery.body) : undefined;
  const uri = jwksUrl ?? (document === undefined ? undefined : jwksUriOf(document));
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

async function fetchSeen(address: string, remote: Remote): Promise<SeenDocument> {
  const nothing = { url: address, headers: {}, body: new Uint8Array(), isCut: false };
  const refusal = documentUrlFault(address);
  if (refusal !== undefined) return { ...nothing, fault: `${address} ${refusal}`, milliseconds: 0 };
  const { origin, pathname, search } = new URL(address);
  const started = performance.now();
  const took = () => Math.round(performance.now() - started);
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
    const milliseconds = took();
    if ((thrown as Error).name === 'TimeoutError') {
      const fault = `${address} did not answer within ${PATIENCE / 1000} seconds`;
      return { ...nothing, fault, milliseconds };
    }
    const { message, hint } = remote.faultOf(thrown, origin);
    const code = faultCode(thrown);
    return {
      ...nothing,
      fault: message,
      ...(code !== undefined && { code }),
      ...(hint !== undefined && { advice: hint }),
      milliseconds,
    };
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
