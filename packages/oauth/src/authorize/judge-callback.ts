import { DrawbridgeError, encodeUtf8, equalBytes, serverWords } from '@drawbridge/core';
import type { Provider } from '../provider/provider.ts';
import { Refusal } from '../read-answer.ts';

/** What a callback of a browser is. */
export type CallbackVerdict =
  /** Not the answer to this attempt: whoever sent it is told no, and the wait goes on. */
  | { readonly kind: 'foreign'; readonly why: string }
  /** The provider's no. */
  | { readonly kind: 'refused'; readonly error: string; readonly fault: DrawbridgeError }
  | { readonly kind: 'code'; readonly code: string }
  /** Of the implicit flow. It is to be verified; what it says of an access token that came along too, though none was asked for. */
  | { readonly kind: 'idToken'; readonly idToken: string; readonly accessToken?: string };

/** What a callback is held against. */
export interface CallbackWanted {
  readonly provider: Pick<Provider, 'issuer' | 'namesItself'>;
  readonly state: string;
  readonly flow: 'code' | 'implicit';
}

/** What the provider answers with. Others may come doubled: they are not read. */
const READ = [
  'state',
  'iss',
  'error',
  'error_description',
  'error_uri',
  'code',
  'id_token',
  'access_token',
];

/**
 * Judges the parameters that a browser came back with (RFC 6749 section 4.1.2, OpenID Connect Core 1.0 section
 * 3.2.2.5). The state goes before all else: nobody but the provider that was asked can say so much as that it failed.
 *
 * It remembers nothing: whoever judges by it, and not by the attempt itself, takes one answer to an attempt and no second.
 */
export function judgeCallback(
  parameters: URLSearchParams,
  { provider, state, flow }: CallbackWanted,
): CallbackVerdict {
  const given = parameters.get('state') ?? '';
  if (!equalBytes(encodeUtf8(state), encodeUtf8(given))) {
    return foreign(given === '' ? 'it has no state' : 'its state is not that of this sign-in');
  }
  const doubled = READ.find((name) => parameters.getAll(name).length > 1);
  if (doubled !== undefined) return foreign(`it has more than one ${doubled}`);
  const iss = parameters.get('iss');
  // RFC 9207 section 2.4: also where the provider did not announce it.
  if (iss !== null && iss !== provider.issuer) return foreign('it is of another provider');
  const error = parameters.get('error');
  // The ID token of an implicit sign-in says it, signed: providers leave iss out beside it.
  const isTold = flow === 'implicit' && error === null && parameters.has('id_token');
  if (iss === null && provider.namesItself && !isTold) {
    return foreign('it does not say which provider it is of, as this one always does');
  }
  if (error !== null) return refused(error, parameters, state);
  const [kind, name] =
    flow === 'code' ? (['code', 'code'] as const) : (['idToken', 'id_token'] as const);
  const value = parameters.get(name) ?? '';
  if (!/^[\x20-\x7e]+$/.test(value)) return foreign(`it has neither ${name} nor error`);
  if (kind === 'code') return { kind, code: value };
  const accessToken = parameters.get('access_token');
  return { kind, idToken: value, ...(accessToken !== null && { accessToken }) };
}

function foreign(why: string): CallbackVerdict {
  return { kind: 'foreign', why };
}

function refused(given: string, parameters: URLSearchParams, state: string): CallbackVerdict {
  const secrets = [
    state,
    ...['code', 'id_token', 'access_token'].map((name) => parameters.get(name) ?? ''),
  ];
  const error = serverWords(given, secrets) ?? 'an error without a name';
  const why = serverWords(parameters.get('error_description'), secrets);
  const more = serverWords(parameters.get('error_uri'), secrets);
  return {
    kind: 'refused',
    error,
    fault: new DrawbridgeError('sign_in_refused', {
      detail: `the provider refused: ${why === undefined ? error : `${why.replace(/\.$/, '')} (${error})`}`,
      hint:
        more === undefined
          ? 'Sign in again, or ask whoever runs the provider.'
          : `The provider says more at ${more}`,
      cause: new Refusal(error, undefined, undefined),
    }),
  };
}
