import { DrawbridgeError } from '@drawbridge/core';
import { readBody } from './read-body.ts';
import type { Remote } from './remote.ts';

/** One request, and how much of its answer is taken. */
export interface OneRequest {
  readonly method: 'GET' | 'PUT';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Milliseconds, from the first packet to the last byte. Default: 30,000. */
  readonly timeout?: number;
  /** Bytes of the answer. Default: 1 MiB. */
  readonly maxBytes?: number;
}

/** An answer, as it came: no redirect is followed. */
export interface OneAnswer {
  readonly status: number;
  /** By names in lower case; of a field that came more than once, all values with commas between. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Makes one request by a way out.
 *
 * @throws {DrawbridgeError} `remote_unreachable`, `remote_timeout`, `remote_invalid`, `remote_untrusted`
 */
export async function requestOnce(remote: Remote, request: OneRequest): Promise<OneAnswer> {
  const { method, url, headers = {}, body, timeout = 30_000, maxBytes = 1024 * 1024 } = request;
  const signal = AbortSignal.timeout(timeout);
  try {
    const { shared } = await remote.wayTo(url.origin);
    const answer = await shared.request({
      // A tunnel leads to any.
      origin: url.origin,
      method,
      path: `${url.pathname}${url.search}`,
      headers,
      signal,
      ...(body !== undefined && { body: Buffer.from(body) }),
    });
    const bytes = await readBody(answer.body, maxBytes);
    if (bytes === undefined) throw tooLong(url.origin, maxBytes);
    return { status: answer.statusCode, headers: joined(answer.headers), body: bytes };
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'TimeoutError') {
      throw tooLate(url.origin, timeout, thrown);
    }
    throw remote.faultOf(thrown, url.origin);
  }
}

/** An answer that had more bytes than are read. */
export function tooLong(origin: string, maxBytes: number): DrawbridgeError {
  return new DrawbridgeError('remote_invalid', {
    detail: `${origin} answered with more than ${maxBytes} bytes`,
  });
}

/** An answer that was not there as a whole in time. @param timeout - milliseconds */
export function tooLate(origin: string, timeout: number, cause: unknown): DrawbridgeError {
  return new DrawbridgeError('remote_timeout', {
    detail: `${origin} did not answer within ${timeout / 1000} seconds`,
    cause,
  });
}

/** The fields of an answer, by their names. */
export function joined(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [[name.toLowerCase(), typeof value === 'string' ? value : value.join(', ')]],
    ),
  );
}
