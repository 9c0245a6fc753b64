import type { HeaderField } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import { isIP } from 'node:net';
import type { Send } from '../../doctor/send.ts';

/** Milliseconds for each answer. */
const PATIENCE = 10_000;
/** Bytes that are read of a body. */
const LIMIT = 65_536;

/** How requests of a doctor go out. */
export interface CreateSendOptions {
  readonly http: HttpClient;
  /** PEM certificates of the authorities to trust, in place of the system's. */
  readonly ca?: string;
  /** Where hosts are, that DNS does not say: an address by the name, an IPv6 one in brackets. */
  readonly resolve?: ReadonlyMap<string, string>;
}

/**
 * Sends requests as they are given, each on a connection of its own: names of fields keep their letters, and may be there
 * twice. Fields of the connection and those behind a body (trailers) cannot be sent: the client that all requests go out by has
 * none.
 */
export function createSend({ http, ca, resolve }: CreateSendOptions): Send {
  const remote = http.remote({
    ...(ca !== undefined && { ca }),
    caSetting: '--ca',
    limits: { connect: PATIENCE, answer: PATIENCE },
  });
  return async ({ method, origin, target, host, fields, body }) => {
    const { host: asked, hostname, protocol, port } = new URL(origin);
    const address = resolve?.get(hostname);
    const reached =
      address === undefined ? origin : `${protocol}//${address}${port === '' ? '' : `:${port}`}`;
    try {
      const { own } = await remote.wayTo(reached);
      const answer = await own.request({
        origin: reached, // a tunnel must know where to
        method,
        path: target,
        headers: [['Host', host ?? asked], ['User-Agent', 'drawbridge'], ...fields].flat(),
        ...(body !== undefined && { body }),
        // By TLS the host that is asked is named, whatever Host says: undici takes the name from there otherwise.
        ...(isName(hostname) && { servername: hostname }),
        reset: true,
        signal: AbortSignal.timeout(PATIENCE),
      });
      return {
        status: answer.statusCode,
        fields: Object.entries(answer.headers).flatMap(([name, values]) =>
          [values ?? []].flat().map((value): HeaderField => [name, value]),
        ),
        text: await readBeginning(answer.body),
      };
    } catch (thrown) {
      throw remote.faultOf(thrown, origin);
    }
  };
}

/** An address is no name in TLS (RFC 6066 section 3). */
function isName(hostname: string): boolean {
  return isIP(hostname) === 0 && !hostname.startsWith('[');
}

async function readBeginning(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop ends the connection.
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LIMIT) break;
  }
  return Buffer.concat(chunks).subarray(0, LIMIT).toString();
}
