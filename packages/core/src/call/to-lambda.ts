import { toDrawbridgeError } from '../errors/drawbridge-error.ts';
import { type Log, silentLog } from '../log/log.ts';
import type { HeaderField, Reply, Service } from './call.ts';
import { errorReply } from './error-reply.ts';
import {
  isLoadBalancer,
  isVersion2,
  type LambdaEvent,
  type LambdaEventAlb,
  type LambdaEventV1,
  type LambdaEventV2,
  lambdaCall,
} from './lambda-event.ts';
import { reasonPhrase } from './reason-phrase.ts';

interface Answer {
  readonly statusCode: number;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** The answer to an event in payload format 1.0. */
export interface LambdaAnswerV1 extends Answer {
  readonly multiValueHeaders: Record<string, string[]>;
}

/** The answer to an event in payload format 2.0. */
export interface LambdaAnswerV2 extends Answer {
  readonly headers: Record<string, string>;
  readonly cookies: string[];
}

/** The answer to an event of a load balancer, with the one or the other list of fields, as the event had it. */
export interface LambdaAnswerAlb extends Answer {
  readonly statusDescription: string;
  readonly headers?: Record<string, string>;
  readonly multiValueHeaders?: Record<string, string[]>;
}

/** An answer, in the format of the event. */
export type LambdaAnswer = LambdaAnswerV1 | LambdaAnswerV2 | LambdaAnswerAlb;

/** A handler of AWS Lambda, for whichever of the events its function is given. */
export interface LambdaHandler {
  (event: LambdaEventV2): Promise<LambdaAnswerV2>;
  (event: LambdaEventAlb): Promise<LambdaAnswerAlb>;
  (event: LambdaEventV1): Promise<LambdaAnswerV1>;
  (event: LambdaEvent): Promise<LambdaAnswer>;
}

/** What a handler has beside its service. */
export interface ToLambdaOptions {
  /** Told when a service throws that should not, or an event cannot be read. Default: nobody is. */
  readonly log?: Log;
}

/**
 * Serves a service as a function of AWS Lambda, behind a REST API, an HTTP API, an Application Load Balancer or a
 * function URL of its own.
 *
 * The target is the path that was asked for, with the stage: an issuer at `https://ID.execute-api.REGION.amazonaws.com/prod`
 * is served as it is. Of a custom domain's API mapping, payload format 2.0 says nothing: there the service needs a
 * base path of its own. The address of the caller is the one that AWS saw; of a load balancer, the last one in
 * `X-Forwarded-For`, where it appends whom it sees unless it is set to leave the field alone.
 *
 * An event is not what was sent. Compared with the listener of `@drawbridge/node`: format 2.0 joins repeated fields by
 * commas, a load balancer drops all but the last unless its target group has `lambda.multi_value_headers.enabled`, a
 * REST API decodes the query, names may have changed their case, there is no certificate, nobody learns that the caller
 * left, and the body is whole before it is judged (Lambda takes 6 MB, from a load balancer 1 MB).
 *
 * @throws {TypeError} from the handler, for an event that passes on no HTTP request: the function has a trigger that
 *   this is not for. All else is answered.
 */
export function toLambda(
  service: Pick<Service, 'handle'>,
  { log = silentLog }: ToLambdaOptions = {},
): LambdaHandler {
  async function answer(event: LambdaEvent): Promise<Reply> {
    try {
      return await service.handle(lambdaCall(event));
    } catch (thrown) {
      const error = toDrawbridgeError(thrown);
      log.error('a service failed to answer', { detail: error.message });
      return errorReply(error);
    }
  }
  return (async (event: LambdaEvent) => {
    requireHttp(event);
    return inFormatOf(event, await answer(event));
  }) as LambdaHandler;
}

function inFormatOf(event: LambdaEvent, { status, headers, body }: Reply): LambdaAnswer {
  const common = { statusCode: status, ...toText(body) };
  const fields = collect(headers);
  const { 'set-cookie': cookies = [], ...others } = fields;
  if (isVersion2(event)) return { ...common, headers: joined(others), cookies };
  if (!isLoadBalancer(event)) return { ...common, multiValueHeaders: fields };
  const statusDescription = `${status} ${reasonPhrase(status)}`;
  if (event.multiValueHeaders) return { ...common, statusDescription, multiValueHeaders: fields };
  // Cookies cannot be joined (RFC 6265 section 3); of several, the balancer would take the last itself.
  const cookie = cookies.slice(-1).map((value) => ['set-cookie', value] as const);
  const all = { ...joined(others), ...Object.fromEntries(cookie) };
  return { ...common, statusDescription, headers: all };
}

function requireHttp(event: unknown): void {
  const { requestContext, httpMethod } = (event ?? {}) as Partial<LambdaEventV1 & LambdaEventV2>;
  if (requestContext && (requestContext.http ?? httpMethod) !== undefined) return;
  throw new TypeError(
    'the event is none of an API Gateway, a load balancer or a function URL: give the function one of these as its trigger',
  );
}

function collect(headers: readonly HeaderField[]): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of headers) (fields[name.toLowerCase()] ??= []).push(value);
  return fields;
}

function joined(fields: Record<string, string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, all]) => [name, all.join(', ')]));
}

/** Text goes as it is: a REST API hands base64 on as such unless it is told of binary media types. */
function toText(body: Reply['body']): Pick<Answer, 'body' | 'isBase64Encoded'> {
  if (body === null || typeof body === 'string')
    return { body: body ?? '', isBase64Encoded: false };
  const characters = Array.from(body, (byte) => String.fromCharCode(byte));
  return { body: btoa(characters.join('')), isBase64Encoded: true };
}
