import { forwardedFor } from '../address/forwarded.ts';
import { parseIpAddress } from '../address/ip-address.ts';
import { encodeUtf8 } from '../encoding/utf8.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Call, HeaderField } from './call.ts';
import { headerValues } from './header.ts';

type Fields<T> = Readonly<Record<string, T | undefined>> | null | undefined;

interface EventBody {
  readonly body?: string | null | undefined;
  readonly isBase64Encoded?: boolean | undefined;
}

/** What is read of an event in payload format 1.0: a REST API, or an HTTP API that is set to it. */
export interface LambdaEventV1 extends EventBody {
  readonly httpMethod: string;
  readonly path: string;
  readonly headers?: Fields<string>;
  readonly multiValueHeaders?: Fields<readonly string[]>;
  readonly queryStringParameters?: Fields<string>;
  readonly multiValueQueryStringParameters?: Fields<readonly string[]>;
  readonly requestContext: {
    readonly path?: string | undefined;
    readonly identity?: { readonly sourceIp?: string | undefined } | undefined;
  };
}

/** What is read of an event in payload format 2.0: an HTTP API, or a function URL. */
export interface LambdaEventV2 extends EventBody {
  readonly version: string;
  readonly rawPath: string;
  readonly rawQueryString?: string | undefined;
  readonly headers?: Fields<string>;
  readonly cookies?: readonly string[] | null | undefined;
  readonly requestContext: {
    readonly http: { readonly method: string; readonly sourceIp?: string | undefined };
  };
}

/** What is read of an event of a load balancer (ALB), of which the function is a target. */
export interface LambdaEventAlb extends EventBody {
  readonly httpMethod: string;
  readonly path: string;
  readonly headers?: Fields<string>;
  readonly multiValueHeaders?: Fields<readonly string[]>;
  readonly queryStringParameters?: Fields<string>;
  readonly multiValueQueryStringParameters?: Fields<readonly string[]>;
  readonly requestContext: { readonly elb: { readonly targetGroupArn: string } };
}

/** An event with which AWS Lambda passes on an HTTP request. */
export type LambdaEvent = LambdaEventV1 | LambdaEventV2 | LambdaEventAlb;

/** Whether an event is in payload format 2.0. */
export function isVersion2(event: LambdaEvent): event is LambdaEventV2 {
  return 'rawPath' in event;
}

/** Whether an event is one of a load balancer. */
export function isLoadBalancer(event: LambdaEvent): event is LambdaEventAlb {
  return 'elb' in event.requestContext;
}

/**
 * Shows an event of AWS Lambda as a call.
 *
 * @throws {DrawbridgeError} `request_malformed` when its body is said to be base64 and is not
 */
export function lambdaCall(event: LambdaEvent): Call {
  const shared = { body: readBodyOf(event), signal: new AbortController().signal };
  if (isVersion2(event)) return { ...shared, ...read2(event) };
  return { ...shared, ...(isLoadBalancer(event) ? readAlb(event) : read1(event)) };
}

type Head = Pick<Call, 'method' | 'target' | 'headers' | 'peer'>;

function read1(event: LambdaEventV1): Head {
  const { httpMethod, path, requestContext, multiValueHeaders, headers } = event;
  const query = listOf(event.multiValueQueryStringParameters ?? event.queryStringParameters);
  // The path of the context is the one that was asked for: the other lacks the stage.
  const asked = requestContext.path ?? path;
  return {
    method: httpMethod,
    // The gateway has decoded the query, and what it was is not known any more.
    target: join(asked, query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')),
    headers: listOf(multiValueHeaders ?? headers),
    peer: { address: requestContext.identity?.sourceIp },
  };
}

function read2({ rawPath, rawQueryString = '', requestContext, ...event }: LambdaEventV2): Head {
  const { method, sourceIp } = requestContext.http;
  const headers = listOf(event.headers);
  const hasCookie = headers.some(([name]) => name.toLowerCase() === 'cookie');
  const cookies: readonly string[] = hasCookie ? [] : (event.cookies ?? []);
  return {
    method,
    target: join(rawPath, rawQueryString),
    headers: cookies.length === 0 ? headers : [...headers, ['cookie', cookies.join('; ')]],
    peer: { address: sourceIp },
  };
}

function readAlb({ httpMethod, path, multiValueHeaders, ...event }: LambdaEventAlb): Head {
  const query = listOf(event.multiValueQueryStringParameters ?? event.queryStringParameters);
  const headers = listOf(multiValueHeaders ?? event.headers);
  // The balancer adds whom it sees to what the caller says of itself, and tells it nowhere else.
  const [seen] = forwardedFor('x-forwarded-for', headerValues({ headers }, 'x-forwarded-for'));
  const known = seen !== undefined && parseIpAddress(seen) !== undefined;
  return {
    method: httpMethod,
    // Unlike a gateway, it leaves the query encoded.
    target: join(path, query.map((pair) => pair.join('=')).join('&')),
    headers,
    peer: { address: known ? seen : undefined },
  };
}

/** @param path - some gateways decode it: what would end it then is encoded again */
function join(path: string, query: string): string {
  const target = path.replaceAll('?', '%3F').replaceAll('#', '%23');
  return query === '' ? target : `${target}?${query}`;
}

/** Every value of every name apart. */
function listOf(fields: Fields<string | readonly string[]>): readonly HeaderField[] {
  return Object.entries(fields ?? {}).flatMap(([name, value = []]) =>
    (typeof value === 'string' ? [value] : value).map((one): HeaderField => [name, one]),
  );
}

function readBodyOf({ body, isBase64Encoded }: EventBody): Call['body'] {
  if (body === undefined || body === null || body === '') return null;
  return once(isBase64Encoded === true ? decodeBase64(body) : encodeUtf8(body));
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}

function decodeBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw new DrawbridgeError('request_malformed', {
      detail: 'the body of the event is said to be base64, and is not',
    });
  }
}
