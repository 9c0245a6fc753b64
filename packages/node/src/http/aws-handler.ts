import { Readable } from 'node:stream';
import { joined } from './request-once.ts';
import type { HttpClient } from './client.ts';

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

/** Milliseconds that AWS may take to begin an answer. */
const ANSWER_LIMIT = 30_000;

/**
 * Has a client of the AWS SDK go out by our one way: its proxy, its authorities and its limits count, and no redirect is
 * followed. Give it as `requestHandler`.
 *
 * @param ca - PEM certificates to trust in place of the others, for a service that is not Amazon's
 */
export function awsRequestHandler(http: HttpClient, ca?: string): AwsRequestHandler {
  const remote = http.remote({ limits: { answer: ANSWER_LIMIT }, ...(ca !== undefined && { ca }) });
  return {
    metadata: { handlerProtocol: 'h1' },
    async handle(request, { abortSignal } = {}) {
      const origin = originOf(request);
      try {
        const { shared } = await remote.wayTo(origin);
        const answer = await shared.request({
          origin, // a tunnel must know where to
          method: request.method,
          path: pathOf(request),
          headers: sentHeaders(request),
          body: bodyOf(request.body),
          ...(abortSignal instanceof AbortSignal && { signal: abortSignal }),
        });
        const headers = { ...joined(answer.headers) };
        return { response: { statusCode: answer.statusCode, headers, body: answer.body } };
      } catch (thrown) {
        throw remote.faultOf(thrown, origin);
      }
    },
    // The connections are the client's.
    destroy() {},
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

/** The length is that of what is sent; the name of the host, with its port, is the connection's. */
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
