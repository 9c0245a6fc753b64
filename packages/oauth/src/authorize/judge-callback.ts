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
  /** Of the implicit flow. It is to be verified. */
  | { readonly kind: 'idToken'; readonly idToken: string };

/** What a callback is held against. */
export interface CallbackWanted {
  readonly provider: Pick<Provider, 'issuer' | 'namesItself'>;
  readonly state: string;
  readonly flow: 'code' | 'implicit';
}

/** What the provider answers with. Others may come doubled: they are not read. */
const READ = ['state', 'iss', 'error', 'error_description', 'error_uri', 'code', 'id_token'];

/**
 * Judges the parameters that a browser came back with (RFC 6749 section 4.1.2, OpenID Connect Core 1.0 section
 * 3.2.2.5). The state goes before all else: nobody but the provider that was asked can say so much as that it failed.
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
  if (iss === null && provider.namesItself) {
    return foreign('it does not say which provider it is of, as this one always does');
  }
  const error = parameters.get('error');
  if (error !== null) return refused(error, parameters, state);
  const [kind, name] =
    flow === 'code' ? (['code', 'code'] as const) : (['idToken', 'id_token'] as const);
  const value = parameters.get(name) ?? '';
  if (!/^[\x20-\x7e]+$/.test(value)) return foreign(`it has neither ${name} nor error`);
  return kind === 'code' ? { kind, code: value } : { kind, idToken: value };
}

function foreign(why: string): CallbackVerdict {
  return { kind: 'foreign', why };
}

function refused(given: string, parameters: URLSearchParams, state: string): CallbackVerdict {
  const secrets = [state, parameters.get('code') ?? '', parameters.get('id_token') ?? ''];
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
