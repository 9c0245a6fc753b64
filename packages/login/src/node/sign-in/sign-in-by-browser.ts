import { DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import {
  type AuthorizationRequest,
  type ClientAuthentication,
  createAttempt,
  type Provider,
} from '@drawbridge/oauth';
import { foreignCallbackPage, type Page } from '@drawbridge/pages';
import { signInHint } from '../../faults/sign-in-hint.ts';
import type { CallbackReceiver, Verdict } from '../receiver/receiver.ts';
import { failedPage } from './failed-page.ts';
import type { SignedIn } from './signed-in.ts';
import { takeAnswer } from './take-answer.ts';
import { SIGN_IN_TIME, withinTime } from './within-time.ts';

/** What was made of the tokens, and the page that says so. */
export interface Finished<T> {
  readonly page: Page;
  readonly value: T;
}

/** What it takes to bring an answer by hand. */
interface Pasting<V> {
  readonly redirectUri: string;
  /** Judges it. @returns `undefined` for what is not of this sign-in */
  readonly judge: (parameters: URLSearchParams) => Promise<V | undefined>;
  /** Fires when an answer came another way. */
  readonly signal: AbortSignal;
}

/** One sign-in by way of a browser. */
export interface BrowserSignIn<T> {
  readonly provider: Provider;
  readonly client: ClientAuthentication;
  readonly scope: string;
  /** Default: `code`. By `implicit` there is an ID token and nothing else. */
  readonly flow?: 'code' | 'implicit';
  /** What else the provider is asked. */
  readonly request?: Pick<
    AuthorizationRequest,
    'loginHint' | 'prompt' | 'acrValues' | 'maxAge' | 'extra'
  >;
  readonly receiver: CallbackReceiver;
  readonly http: HttpClient;
  /** Takes a person to the provider: opens a browser there, or shows the address. */
  readonly show: (url: string) => Promise<void>;
  /** Takes an answer by another way than the listener: pasted by a person, say. `undefined`: none will come. */
  readonly paste?: <V>(offer: Pasting<V>) => Promise<V | undefined>;
  /**
   * Makes of the tokens what they are for, while the browser waits for the page that says so. Once the signal is aborted
   * it is not waited for any more, and must leave nothing behind.
   */
  readonly finish: (signedIn: SignedIn, signal: AbortSignal) => Promise<Finished<T>>;
  /** Whether another sign-in is begun after one that fails so, for the page to say. Default: none is. */
  readonly goesOn?: (fault: DrawbridgeError) => boolean;
  readonly signal: AbortSignal;
  /** Milliseconds that a person has, until the browser is back. Default: two minutes. */
  readonly time?: number;
}

type Outcome<T> = { readonly value: T } | { readonly fault: DrawbridgeError };

/**
 * Signs a person in by an authorization code (RFC 6749 section 4.1, RFC 7636, RFC 8252), or by an ID token that the
 * browser brings (OpenID Connect Core 1.0 section 3.2): what fails after the browser came back is shown there, and thrown.
 *
 * @throws {DrawbridgeError} `sign_in_refused`, `sign_in_unavailable`, `sign_in_timeout`, `token_…`,
 *   `token_endpoint_…`, `upstream_…`, and what `finish` throws
 * @throws the signal's reason, when it is aborted
 */
export async function signInByBrowser<T>(options: BrowserSignIn<T>): Promise<T> {
  const { provider, client, scope, flow, request, receiver, signal, show } = options;
  const { time = SIGN_IN_TIME } = options;
  const { redirectUri } = receiver;
  const { clientId } = client;
  const attempt = await createAttempt({
    provider,
    clientId,
    redirectUri,
    scope,
    isPasted: options.paste !== undefined,
    ...(flow && { flow }),
    ...request,
  });

  async function judge(
    parameters: URLSearchParams,
    isThere: () => void,
  ): Promise<Verdict<Outcome<T>>> {
    const verdict = attempt.judge(parameters);
    if (verdict.kind === 'foreign') return { kind: 'foreign', page: foreignCallbackPage() };
    isThere();
    try {
      if (verdict.kind === 'refused') {
        throw hinted(verdict.fault, verdict.error, parameters.get('error_description'), options);
      }
      const { page, value } = await options.finish(
        await takeAnswer(verdict, attempt, { ...options, redirectUri }),
        signal,
      );
      return { kind: 'over', page, value: { value } };
    } catch (thrown) {
      signal.throwIfAborted();
      const fault = toDrawbridgeError(thrown);
      return { kind: 'over', page: failedPage(fault, options.goesOn?.(fault)), value: { fault } };
    }
  }

  const outcome = await withinTime(time, redirectUri, signal, async (late, isThere) => {
    const settled = new AbortController();
    const either = AbortSignal.any([late, settled.signal]);
    // The wait begins first: a browser may be back before the program that opened it has ended.
    const answer = receiver.receive((parameters) => judge(parameters, isThere), either);
    const pasted = options.paste?.<Outcome<T>>({
      redirectUri,
      signal: either,
      async judge(parameters) {
        const verdict = await judge(parameters, isThere);
        return verdict.kind === 'over' ? verdict.value : undefined;
      },
    });
    const ways = [
      answer,
      ...(pasted === undefined ? [] : [pasted.then((value) => value ?? answer)]),
    ];
    try {
      const [first] = await Promise.all([Promise.race(ways), show(attempt.url)]);
      return first;
    } finally {
      settled.abort(new Error('the sign-in is over'));
      // The other way ends by that, and nobody waits for it.
      await Promise.allSettled(ways);
    }
  });
  if ('fault' in outcome) throw outcome.fault;
  return outcome.value;
}

/** The provider's no, with what to do about it where that is known. */
function hinted<T>(
  fault: DrawbridgeError,
  error: string,
  description: string | null,
  { provider, client, scope, receiver }: BrowserSignIn<T>,
): DrawbridgeError {
  const hint = signInHint({
    error,
    ...(description !== null && { description }),
    issuer: provider.issuer,
    redirectUri: receiver.redirectUri,
    clientId: client.clientId,
    scope,
  });
  if (hint === undefined) return fault;
  const { code, message: detail } = fault;
  return new DrawbridgeError(code, { detail, hint, cause: fault });
}
