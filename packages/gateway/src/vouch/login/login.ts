import { type Call, DrawbridgeError, encodeBase64Url, type Reply } from '@drawbridge/core';
import { randomText } from '@drawbridge/oauth';
import { withProblem } from '../answers/vouch-answers.ts';
import { hostOfCall } from '../host-of-call.ts';
import { callbackUrlFor } from './callback-url.ts';
import type { LoginContext } from './login-context.ts';
import { queryOf } from './query-of.ts';
import { requestedUrl } from './requested-url.ts';
import { judgeReturnAddress } from './return-address.ts';
import { watchLoop } from './watch-loop.ts';

/**
 * `/login?url=`: judges where the browser wants to return to, binds it, and sends it to the provider. Who is signed in stays so
 * until a new sign-in takes the place of the old.
 */
export function login(context: LoginContext, call: Call): Promise<Reply> {
  const { answers, attempts, managed, parcels, provider, settings } = context;
  return withProblem(answers, call, async () => {
    const { oauth, cookie } = settings;
    if (provider === undefined || oauth === undefined) return nobodySignsIn(context, call);
    const to = judgeReturnAddress(requestedUrl(queryOf(call.target)), managed, cookie.secure);
    const { isLoop, headers } = await watchLoop(context, parcels, call, to);
    if (isLoop)
      return answers.problem(call, loop(), {
        headers,
        next: LOOP_NEXT,
        goOn: { href: call.target, label: 'Try again' },
      });
    const attempt = {
      state: newState(),
      nonce: randomText(),
      codeVerifier: randomText(),
      redirectUri: callbackUrlFor(oauth.callbackUrls, hostOfCall(call.headers), managed),
    };
    const url = await provider.authorizationUrl(attempt);
    return answers.redirect(call, url, [...(await attempts.keep({ attempt, to })), ...headers]);
  });
}

/** For `/login` and `/auth` of a gateway that only validates. */
export function nobodySignsIn(
  { answers }: Pick<LoginContext, 'answers'>,
  call: Call,
): Promise<Reply> {
  return answers.problem(call, new DrawbridgeError('path_unknown'), {
    what: 'Nobody signs in at this gateway: it has no section oauth, and only validates cookies that another one sets',
    next: ['Have the proxy send browsers to the gateway where people sign in.'],
  });
}

/** Letters and digits that a state has at least: more than 128 random bits. */
const MIN_STATE = 32;

/** It is part of a path, and of the name of nothing else: letters and digits alone. */
function newState(): string {
  for (;;) {
    const state = encodeBase64Url(crypto.getRandomValues(new Uint8Array(32))).replace(/[-_]/g, '');
    if (state.length >= MIN_STATE) return state;
  }
}

function loop(): DrawbridgeError {
  return new DrawbridgeError('parameter_invalid', {
    detail:
      'too many unsuccessful authorization attempts for the requested URL: this browser was sent to sign in for it six times, and asks again',
  });
}

const LOOP_NEXT = [
  'See that cookies are allowed for this site, and that the app is opened by https: the cookie is one for https unless vouch.cookie.secure is false.',
  'Have whoever runs the proxy see that it hands on Set-Cookie from /auth, and Cookie and Host to /validate.',
  'Have whoever runs this gateway see that vouch.domains or vouch.cookie.domain has the host of the app, and is no name that everybody registers below.',
];
