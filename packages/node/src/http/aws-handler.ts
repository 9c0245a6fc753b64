import { Readable } from 'node:stream';
import type { HttpClient } from './client.ts';
import { readBody } from './read-body.ts';
import { joined, tooLate, tooLong } from './request-once.ts';
import type { RemoteOptions } from './remote.ts';

/** A request of the AWS SDK: the members of `HttpRequest` of `@smithy/types` that are read here. */
interface AwsRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An answer to the AWS SDK: `HttpResponse` of `@smithy/types`. */
interface AwsResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: Readable;
}

/** What the AWS SDK sends requests by: `HttpHandler` of `@smithy/core/protocols`. */
export interface AwsRequestHandler {
  readonly metadata: { readonly handlerProtocol: string };
  handle(
    request: AwsRequest,
    options?: { readonly abortSignal?: unknown },
  ): Promise<{ response: AwsResponse }>;
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}

/** Milliseconds that AWS may take to begin an answer, and to end it. */
const ANSWER_LIMIT = 30_000;
const WHOLE_LIMIT = 60_000;

/** Bytes of an answer. All that is asked for here are documents. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Has a client of the AWS SDK go out by our one way: its proxy, its authorities and its limits count, and no redirect is
 * followed. An answer is read as a whole before the SDK has it, so that none that stops in the middle is waited for
 * without end. Give it as `requestHandler`.
 *
 * @param trust - `ca` for a service that is not Amazon's
 * @param timeout - milliseconds for a whole answer. Default: a minute
 */
export function awsRequestHandler(
  http: HttpClient,
  trust: Pick<RemoteOptions, 'ca' | 'caSetting'> = {},
  timeout = WHOLE_LIMIT,
): AwsRequestHandler {
  const remote = http.remote({ limits: { answer: ANSWER_LIMIT }, ...trust });
  return {
    metadata: { handlerProtocol: 'h1' },
    async handle(request, { abortSignal } = {}) {
      const origin = originOf(request);
      const late = AbortSignal.timeout(timeout);
      try {
        const { shared } = await remote.wayTo(origin);
        const answer = await shared.request({
          // A tunnel leads to any.
          origin,
          method: request.method,
          path: pathOf(request),
          headers: sentHeaders(request),
          body: bodyOf(request.body),
          signal: abortSignal instanceof AbortSignal ? AbortSignal.any([abortSignal, late]) : late,
        });
        const bytes = await readBody(answer.body, MAX_BYTES);
        if (bytes === undefined) throw tooLong(origin, MAX_BYTES);
        const headers = { ...joined(answer.headers) };
        const body = Readable.from(bytes.length === 0 ? [] : [bytes], { objectMode: false });
        return { response: { statusCode: answer.statusCode, headers, body } };
      } catch (thrown) {
        if (late.aborted) throw tooLate(origin, timeout, thrown);
        throw remote.faultOf(thrown, origin);
      }
    },
    destroy() {
      // The SDK waits for nobody; what goes wrong at an end is nobody's concern.
      remote.close().catch(() => {});
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

function originOf({ protocol, hostname, port }: AwsRequest): string {
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
}

function pathOf({ path, query = {} }: AwsRequest): string {
  const escape = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (found) => `%${hex(found)}`);
  const parts = Object.keys(query)
    .sort()
    .flatMap((name) => {
      const value = query[name];
      const values = Array.isArray(value) ? value : [value];
      return values.map((each: unknown) =>
        typeof each === 'string' ? `${escape(name)}=${escape(each)}` : escape(name),
      );
    });
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`;
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase();
}

/** The length is counted anew, but for a stream. No `Expect`: nothing here waits for leave to send its body. */
function sentHeaders({ headers, body }: AwsRequest): Record<string, string> {
  const isStream = body instanceof Readable;
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => {
      const lower = name.toLowerCase();
      return lower !== 'expect' && (lower !== 'content-length' || isStream);
    }),
  );
}

function bodyOf(body: unknown): Buffer | Readable | string | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string' || body instanceof Readable) return body;
  if (body instanceof ArrayBuffer) return Buffer.from(body);
  if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  throw new TypeError('the AWS SDK gave a body that cannot be sent');
}
