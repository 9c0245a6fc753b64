import {
  type Call,
  DrawbridgeError,
  type ErrorCode,
  errorReply,
  headerValues,
  isJsonObject,
  type JsonObject,
  mediaType,
  type ToReply,
} from '@drawbridge/core';
import { readFormParameters } from '../token/form-body.ts';
import { jsonParameters, parseJson } from '../token/json-body.ts';
import type { RawParameters } from '../token/raw-parameters.ts';
import type { Manners } from '../token/manners.ts';
import { RENEWAL_PARAMETER } from '../token/once/renewal-handle.ts';
import { readText } from '../token/read-parameters.ts';

/**
 * Reads a request as oidc-token-proxy did: the body is JSON whatever the Content-Type says
 * (`curl --data` says that it is a form). What that tool never took, a bare token or a form that
 * has one, is read as usual.
 */
async function readAsOidcTokenProxy(call: Call): Promise<RawParameters> {
  const text = await readText(call);
  const other = readOtherForm(call, text);
  if (other !== undefined) return other;
  const body = parseJson(text);
  if (!isJsonObject(body)) {
    throw new DrawbridgeError('parameter_missing', { hint: 'The body is not a JSON object.' });
  }
  const { token } = body;
  // An empty text was a token like any other bad one.
  if (typeof token === 'string' && token.trim() === '')
    throw new DrawbridgeError('token_malformed');
  // It looked at no other member but these two; who names a grant type speaks RFC 8693. A handle is
  // sent only by who got one from us.
  const named = Object.hasOwn(body, 'grant_type');
  return jsonParameters(named ? body : pick(body, ['token', 'alg', RENEWAL_PARAMETER]));
}

function pick(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}

function readOtherForm(call: Call, text: string): RawParameters | undefined {
  if (/^\s*(?:[{["]|$)/.test(text)) return undefined;
  const [contentType = ''] = headerValues(call, 'content-type');
  const type = mediaType(contentType);
  if (type === 'application/jwt') return new Map([['token', [text]]]);
  if (type !== 'application/x-www-form-urlencoded') return undefined;
  const form = readFormParameters(text);
  return form.has('token') || form.has('grant_type') ? form : undefined;
}

/** The status that oidc-token-proxy gave, in our form of a fault. */
const replyAsOidcTokenProxy: ToReply = (error, headers) => {
  return { ...errorReply(error, headers), status: statusOf(error) };
};

/** Statuses that are not ours: bodies that are no JSON, a wrong method, a wrong `alg`. */
const STATUSES: Partial<Readonly<Record<ErrorCode, number>>> = {
  body_missing: 415,
  body_malformed: 415,
  method_not_allowed: 404,
  parameter_invalid: 403,
  algorithm_unavailable: 403,
  rule_denied: 403,
  claim_unfit: 403,
};

/** Whatever was wrong with a token was 403. */
function statusOf({ code, kind, status }: DrawbridgeError): number {
  return STATUSES[code] ?? (kind === 'token' ? 403 : status);
}

/** The manners of oidc-token-proxy, so that its callers go on without noticing. */
export const OIDC_TOKEN_PROXY_MANNERS: Manners = {
  read: readAsOidcTokenProxy,
  // It knew no clients, and callers may stand behind a proxy that asks for credentials of its own.
  heedsAuthorization: false,
  // It did not look at Accept when all went well.
  wantsJson: (_, { named }) => named,
  toReply: replyAsOidcTokenProxy,
};
