import { DrawbridgeError, parseUrl, requireFunctions, requireObject } from '@drawbridge/core';
import { bearerToken, type GetTokens, type TokenSource } from '@drawbridge/oauth';
import { requireFunction } from '../options/require-options.ts';
import { canSendAgain, readRequest, type ReadRequest } from './read-request.ts';
import { type HostFault, readHosts } from './named-hosts.ts';

/** What is used of the platform's `fetch`. */
export type FetchRemote = (url: string, init: RequestInit) => Promise<Response>;

/** As the platform's `fetch`, for requests to hosts that were named. */
export type FetchWithToken = (
  input: string | URL | Request,
  init?: RequestInit,
) => Promise<Response>;

/** Where a token may go. */
export interface FetchWithTokenOptions {
  /**
   * Who gets the token: `api.example.com`, with a port where it is not the usual one. Over https alone, but for this
   * machine. Requests to others are refused, not sent without it.
   */
  readonly hosts: readonly string[];
  /** Makes the requests. Default: the platform's `fetch`. */
  readonly fetch?: FetchRemote;
}

/**
 * Makes a `fetch` that adds the token of a source to requests, and sends it nowhere else.
 *
 * A redirect is never followed: with `redirect: 'manual'` it is answered as it came, else it is a fault that says
 * where it leads. A request that is answered with 401 is sent once more with another token, where there is another and the
 * body can be sent again: none, text, bytes, a form or a `Blob`. Where it cannot, the 401 is answered, and another token
 * is asked for all the same.
 *
 * The function throws {@link DrawbridgeError} `request_forbidden`, and has sent nothing, for an address that gets no token, and for
 * a request with an `Authorization` of its own; `remote_invalid` for a redirect; `remote_unreachable`; what the
 * source throws; and the reason of its signal.
 *
 * @throws {TypeError} for a source that is none, and for hosts that are none
 */
export function fetchWithToken(
  source: TokenSource,
  options: FetchWithTokenOptions,
): FetchWithToken {
  requireObject(source, 'the first argument of fetchWithToken', 'a token source');
  requireFunctions(source, 'the first argument of fetchWithToken', ['get'], 'a token source');
  requireObject(options, 'the second argument of fetchWithToken', "{ hosts: ['api.example.com'] }");
  requireFunction(options.fetch, 'fetch', "makes the requests, as the platform's fetch does");
  const hosts = readHosts(options.hosts);
  const { fetch = (url, init) => globalThis.fetch(url, init) } = options;

  async function send({ url, init, headers }: ReadRequest, token: string): Promise<Response> {
    headers.set('authorization', `Bearer ${token}`);
    try {
      return await fetch(url.href, { ...init, headers, redirect: 'manual' });
    } catch (thrown) {
      init.signal?.throwIfAborted();
      if (thrown instanceof DrawbridgeError) throw thrown;
      throw new DrawbridgeError('remote_unreachable', {
        detail: `${url.origin} could not be reached`,
        cause: thrown,
      });
    }
  }

  async function another(get: GetTokens, answer: Response): Promise<string> {
    try {
      return bearerToken(await source.get(get));
    } catch (thrown) {
      // Nobody reads it, and until it is read it holds a connection.
      await answer.body?.cancel();
      throw thrown;
    }
  }

  return async (input, init) => {
    const request = readRequest(input, init);
    const { url, headers } = request;
    const fault = hosts.faultOf(url) ?? ownFault(headers);
    if (fault !== undefined) throw forbidden(url, fault);
    const signal = request.init.signal ?? undefined;
    const get = { ...(signal !== undefined && { signal }) };
    const first = bearerToken(await source.get(get));
    const answer = await send(request, first);
    if (answer.status !== 401) return handOver(answer, request);
    if (!canSendAgain(request.init.body)) {
      // So that the next request need not be refused, too. Nobody waits for it here.
      source.get({ refused: first }).catch(() => {});
      return answer;
    }
    const next = await another({ ...get, refused: first }, answer);
    if (next === first) return answer;
    await answer.body?.cancel();
    return handOver(await send(request, next), request);
  };
}

function ownFault(headers: Headers): HostFault | undefined {
  return headers.has('authorization')
    ? {
        what: 'is asked with an Authorization of its own',
        hint: 'Leave it out: the token is set here.',
      }
    : undefined;
}

async function handOver(answer: Response, { url, redirect }: ReadRequest): Promise<Response> {
  const isRedirect =
    answer.type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(answer.status);
  if (!isRedirect || redirect === 'manual') return answer;
  await answer.body?.cancel();
  // Where a platform hides the answer, it hides this, too.
  const location = answer.headers.get('location');
  const target = location === null ? undefined : parseUrl(location, url.href);
  // The query may hold what is not for messages.
  const where = target === undefined ? 'elsewhere' : `to ${target.origin}${target.pathname}`;
  throw new DrawbridgeError('remote_invalid', {
    detail: `${url.origin} redirects ${where}, and a token does not follow`,
    hint: "Ask at that address, if it is meant, or with redirect: 'manual' to be given the answer.",
  });
}

function forbidden(url: URL, { what, hint }: HostFault): DrawbridgeError {
  const place = url.host === '' ? `an address of ${url.protocol}` : url.origin;
  return new DrawbridgeError('request_forbidden', { detail: `${place} ${what}`, hint });
}
