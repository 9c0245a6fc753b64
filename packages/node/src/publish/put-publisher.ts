import type { DrawbridgeError } from '@drawbridge/core';
import type { HttpClient } from '../http/client.ts';
import { type OneAnswer, requestOnce } from '../http/request-once.ts';
import { failed, refused, unreached } from './faults.ts';
import type { Publisher } from './publisher.ts';
import { onlyPublic } from './require-public.ts';

/** A server that takes PUT: WebDAV (RFC 4918 section 9.7), a store of artefacts. */
export interface PutPublisherOptions {
  readonly http: HttpClient;
  /** Where the site is put: paths are added to it. */
  readonly url: string;
  /** The whole value of `Authorization`. A secret. */
  readonly authorization?: string;
  /** PEM certificates of the authorities to trust, in place of the others. */
  readonly ca?: string;
  /** Where a person names the file of `ca`, for hints. Default: `publish.put.caFile`. */
  readonly caSetting?: string;
}

/**
 * Publishes by HTTP PUT, and compares by GET.
 *
 * @throws {TypeError} when the URL has credentials in it, or `ca` holds no certificate
 */
export function createPutPublisher(options: PutPublisherOptions): Publisher {
  const { http, url, authorization, ca, caSetting = 'publish.put.caFile' } = options;
  const base = new URL(url);
  if (base.username !== '' || base.password !== '') {
    throw new TypeError('the URL to publish to has credentials in it');
  }
  const root = `${base.origin}${base.pathname.replace(/\/+$/, '')}`;
  const remote = http.remote({ caSetting, ...(ca !== undefined && { ca }) });
  const own = authorization === undefined ? {} : { authorization };

  async function ask(request: Omit<Parameters<typeof requestOnce>[1], 'url'>, path: string) {
    try {
      return await requestOnce(remote, { ...request, url: new URL(`${root}${path}`) });
    } catch (thrown) {
      throw unreached(root, thrown);
    }
  }

  return onlyPublic({
    name: root,
    async read(path) {
      const answer = await ask({ method: 'GET', headers: own }, path);
      if (answer.status === 404 || answer.status === 410) return undefined;
      if (answer.status !== 200) throw answerFault(answer, 'GET', `${root}${path}`);
      const contentType = answer.headers['content-type'];
      return { body: answer.body, ...(contentType !== undefined && { contentType }) };
    },
    async write({ path, body, contentType, cacheControl }) {
      const headers = { ...own, 'content-type': contentType, 'cache-control': cacheControl };
      const answer = await ask({ method: 'PUT', headers, body }, path);
      if (answer.status < 200 || answer.status > 299) {
        throw answerFault(answer, 'PUT', `${root}${path}`);
      }
    },
    close: () => remote.close(),
  });
}

/** What a person can do about an answer (RFC 9110 section 15, RFC 4918 sections 9.7.1 and 11). */
const HINTS: Readonly<Record<number, string>> = {
  401: 'The server asks who this is: check what `authorization` refers to, which is the whole field, such as "Bearer …" or "Basic …".',
  403: 'The credentials are known, and may not write here: give them the right to, or use others.',
  404: 'There is no such place: check the URL.',
  405: 'The server does not take PUT here: check the URL, and that uploads are enabled.',
  409: 'A folder above it is not there and the server makes none: make it, such as by MKCOL.',
  413: 'The server takes smaller files only: raise its limit to a megabyte.',
  415: 'The server does not take this content type.',
  423: 'The file is locked: remove the lock.',
  507: 'The server has no space left.',
};

function answerFault({ status }: OneAnswer, method: string, address: string): DrawbridgeError {
  const detail = `${method} ${address} was answered with ${status}`;
  const hint = HINTS[status];
  if (status >= 300 && status < 400) {
    return refused(detail, 'Redirects are not followed: give the address that it leads to.');
  }
  if (status >= 500 || status === 429) {
    return failed(detail, hint ?? 'The server is in trouble; it is worth trying again.');
  }
  return refused(detail, hint ?? 'Check the URL and what the server takes.');
}
