import {
  type Attempt,
  decodeUtf8,
  DrawbridgeError,
  hasDuplicateMembers,
  type JsonObject,
  mayPass,
  member,
  parseJsonObject,
  parseRetryAfter,
  parseUrl,
  readTokenAnswer,
  serverWords,
} from '@drawbridge/core';
import type { EndpointWords } from './endpoint-words.ts';

/** What an answer is judged by. */
export interface AnswerContext {
  /** The endpoint. */
  readonly url: string;
  /** What it is. */
  readonly words: EndpointWords;
  /** What was sent and must not be in a message. */
  readonly secrets: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether success needs no members. A page is none in any case: something else answered. */
  readonly isDone: boolean;
  /** Whether status 201 is success like 200. */
  readonly isMade: boolean;
  /** Whether an `error` is a refusal with the status of success too. */
  readonly isRefusedByWords: boolean;
}

/**
 * Reads what an endpoint answered that takes tokens, as far as it is not the answer wanted: the members of a
 * success come out as they are, a refusal (RFC 6749 section 5.2) and everything else as a fault.
 *
 * @throws {DrawbridgeError} `token_endpoint_invalid` for more than {@link readTokenAnswer} reads
 */
export async function readAnswer(
  response: Response,
  context: AnswerContext,
): Promise<Attempt<JsonObject>> {
  const { url, words } = context;
  const { status } = response;
  // A browser hides where to.
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    await response.body?.cancel();
    return { fault: redirected(response, context) };
  }
  const body = await readTokenAnswer(response.body, url);
  const json = parseJsonObject(body);
  const isSuccess = status === 200 || (status === 201 && context.isMade);
  if (isSuccess && context.isDone && !isPage(response, body)) return { value: json ?? {} };
  if (isSuccess && json !== undefined && context.isRefusedByWords && isRefusal(json)) {
    return { fault: refused(json, status, context) };
  }
  if (isSuccess && json !== undefined) {
    return hasDuplicateMembers(decodeUtf8(body) ?? '', json)
      ? invalid(
          `${url} answered with two members of the same name, so that nobody can tell which counts`,
          `Ask whoever runs the ${words.name}, or a proxy on the way that changes its answers.`,
        )
      : { value: json };
  }
  const what = describe(json, response, body);
  if (isSuccess) {
    return invalid(
      `${url} answered with status ${status} and ${what}, which is no answer of ${words.oneOf}`,
      `Is this the ${words.name}, or did a proxy or a page for signing in answer in its place?`,
    );
  }
  if (mayPass(status)) {
    const after = parseRetryAfter(response.headers.get('retry-after'), context.now);
    const wait = after === undefined ? '' : `; it asks for ${inWords(Math.ceil(after))} of rest`;
    const fault = new DrawbridgeError('token_endpoint_unavailable', {
      detail: `${url} answered with status ${status}${reasonOf(json, what, context)}${wait}`,
      ...(after !== undefined && { retryAfter: Math.ceil(after) }),
    });
    return { fault, again: { after } };
  }
  if (status === 404 || status === 405) return { fault: elsewhere(context, status) };
  if (json !== undefined && typeof member(json, 'error') === 'string') {
    return { fault: refused(json, status, context) };
  }
  return invalid(
    `${url} answered with status ${status} and ${what}, which is no answer of ${words.oneOf}`,
    'A proxy on the way may have answered in its place. Ask whoever runs it, or the endpoint.',
  );
}

function redirected(response: Response, { url, words, secrets }: AnswerContext): DrawbridgeError {
  const location = response.headers.get('location') ?? '';
  const target = parseUrl(location, url);
  // The query may hold what is not for messages.
  const place = target && serverWords(target.origin + target.pathname, secrets);
  const where = place === undefined ? 'elsewhere' : `to ${place}`;
  return new DrawbridgeError('token_endpoint_wrong', {
    detail: `${url} redirects ${where}, and a token does not follow`,
    hint: `Give the address that it leads to, if you know it to be the ${words.name}. A page for signing in is none.`,
  });
}

function isRefusal(json: JsonObject): boolean {
  return typeof member(json, 'error') === 'string' && member(json, 'access_token') === undefined;
}

function elsewhere({ url, words }: AnswerContext, status: number): DrawbridgeError {
  return new DrawbridgeError('token_endpoint_wrong', {
    detail: `${url} is no ${words.name}: it answered with status ${status}`,
    hint: `Is this the ${words.name}? ${words.recognised}`,
  });
}

function refused(json: JsonObject, status: number, context: AnswerContext): DrawbridgeError {
  const { url, secrets } = context;
  const error = serverWords(member(json, 'error'), secrets) ?? `status ${status}`;
  const code = serverWords(member(json, 'code'), secrets);
  const why = serverWords(member(json, 'error_description'), secrets);
  const name = code ?? error;
  return new DrawbridgeError('token_endpoint_refused', {
    detail: `${url} refused: ${why === undefined ? name : `${why.replace(/\.$/, '')} (${name})`}`,
    hint: serverWords(member(json, 'hint'), secrets) ?? hintFor(error, code),
    cause: new Refusal(error, code, status),
  });
}

/** What an endpoint refused with, for code that decides by it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** `error` of RFC 6749 sections 4.1.2.1 and 5.2. */
  readonly error: string;
  /** The code of an exchange of Drawbridge, where it is one. */
  readonly code: string | undefined;
  /** HTTP status; none, where a browser brought the refusal. */
  readonly status: number | undefined;

  constructor(error: string, code: string | undefined, status: number | undefined) {
    super(code ?? error);
    this.error = error;
    this.code = code;
    this.status = status;
  }
}

function hintFor(error: string, code: string | undefined): string {
  if (error === 'invalid_client') {
    return 'Check the client identifier and its proof (secret, key or certificate): the endpoint does not take them.';
  }
  return code === undefined
    ? 'The log of the endpoint may say more.'
    : `The log of the exchange says more, beside the code ${code}; docs/errors.md says what it means.`;
}

function reasonOf(json: JsonObject | undefined, what: string, { secrets }: AnswerContext): string {
  if (json === undefined) return ` and ${what}`;
  const why = serverWords(member(json, 'error_description'), secrets);
  const code =
    serverWords(member(json, 'code'), secrets) ?? serverWords(member(json, 'error'), secrets);
  return `${why === undefined ? '' : `: ${why.replace(/\.$/, '')}`}${code === undefined ? '' : ` (${code})`}`;
}

/** What a body is that is not what was asked for; nothing of it is shown. */
function describe(json: JsonObject | undefined, response: Response, body: Uint8Array): string {
  if (json !== undefined) return 'JSON without an error in it';
  if (body.length === 0) return 'an empty body';
  return isPage(response, body) ? 'an HTML page' : 'a body that is no JSON object';
}

function isPage(response: Response, body: Uint8Array): boolean {
  if (body.length === 0) return false;
  const type = response.headers.get('content-type')?.toLowerCase() ?? '';
  const start = decodeUtf8(body.subarray(0, 200))?.trimStart() ?? '';
  return type.startsWith('text/html') || /^<(?:!doctype html|html)/i.test(start);
}

function invalid(detail: string, hint: string): { readonly fault: DrawbridgeError } {
  return { fault: new DrawbridgeError('token_endpoint_invalid', { detail, hint }) };
}

function inWords(seconds: number): string {
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
