import { DrawbridgeError } from '@drawbridge/core';
import { type OneAnswer, requestOnce } from '../http/request-once.ts';
import type { Remote } from '../http/remote.ts';
import { failed, otherwise } from './faults.ts';
import { maxAgeOf } from './max-age.ts';
import type { SiteFile } from './publisher.ts';

/** A file as it is public. */
export interface PublicFile {
  readonly url: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  /** The field as it came. */
  readonly cacheControl: string;
  /** Seconds that caches may keep it: see `maxAgeOf`. */
  readonly maxAge: number;
}

/**
 * Reads a file as a stranger does: without credentials, past no redirect.
 *
 * @param timeout - milliseconds, from the first packet to the last byte; default: 30,000
 * @throws {DrawbridgeError} `publish_failed` where nothing can be read, `published_otherwise` for an answer that is no such file
 */
export async function readPublic(
  remote: Remote,
  url: string,
  timeout?: number,
): Promise<PublicFile> {
  const answer = await ask(remote, url, timeout);
  const { status, headers, body } = answer;
  if (status >= 300 && status < 400) {
    throw otherwise(
      `${url} is answered with a redirect (${status})`,
      'Relying parties follow no redirects: serve the document at this very address.',
    );
  }
  if (status === 404 || status === 410) {
    throw otherwise(
      `${url} is not there (${status})`,
      'Check that the public address serves the place that is published to, and that its paths are below it.',
    );
  }
  if (status === 401 || status === 403) {
    throw otherwise(
      `${url} is not public (${status})`,
      'Let everybody read it. A bucket answers so for a missing file too.',
    );
  }
  if (status >= 500) throw failed(`${url} is answered with ${status}`, 'Look at its server.');
  if (status !== 200) {
    throw otherwise(`${url} is answered with ${status}`, 'It must be answered with 200.');
  }
  const contentType = headers['content-type'] ?? '';
  const cacheControl = headers['cache-control'] ?? '';
  return { url, body, contentType, cacheControl, maxAge: maxAgeOf(headers) };
}

async function ask(remote: Remote, url: string, timeout = 30_000): Promise<OneAnswer> {
  try {
    return await requestOnce(remote, { method: 'GET', url: new URL(url), timeout });
  } catch (thrown) {
    if (!(thrown instanceof DrawbridgeError)) throw thrown;
    throw failed(`${url} cannot be read back: ${thrown.message}`, thrown.hint, thrown);
  }
}

/**
 * Compares what is public with what was published: byte for byte, and the kind of content.
 *
 * @throws {DrawbridgeError} `published_otherwise`
 */
export function requireSame(found: PublicFile, file: SiteFile): void {
  const wanted = essence(file.contentType);
  if (!Buffer.from(found.body).equals(Buffer.from(file.body))) {
    if (essence(found.contentType) === 'text/html' && wanted !== 'text/html') {
      throw otherwise(
        `${found.url} is a page of HTML`,
        'A login, an error page, or a site for browsers stands there: serve the documents instead.',
      );
    }
    throw otherwise(
      `${found.url} has other content than was published`,
      'A cache may still have what was there before, another may publish there too, or the place published to is not what is served.',
    );
  }
  if (!isOfKind(essence(found.contentType), wanted)) {
    throw otherwise(
      `${found.url} is served as ${essence(found.contentType) || 'no kind of content'}, not as ${wanted}`,
      `Have the server say Content-Type: ${wanted}.`,
    );
  }
}

/** Every reader takes a key set as plain JSON, which is all that many a server can be told. */
function isOfKind(found: string, wanted: string): boolean {
  return (
    found === wanted || (wanted === 'application/jwk-set+json' && found === 'application/json')
  );
}

function essence(contentType: string): string {
  const [type = ''] = contentType.split(';');
  const trimmed = type.trim().toLowerCase();
  return /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(trimmed) ? trimmed : '';
}
