import { type Call, DrawbridgeError } from '@drawbridge/core';
import { redeemCode } from '@drawbridge/oauth';
import type { Session } from '../session/session.ts';
import { momentOf } from '../session/session-times.ts';
import type { SignInAttempt } from './attempt.ts';
import type { GatewayProvider } from './gateway-provider.ts';
import { textClaim } from '../user/text-claim.ts';
import { recordDecision } from './record-decision.ts';
import type { SignInContext } from './sign-in-context.ts';

/** The provider that an attempt was sent to, found. */
export interface AskedProvider {
  readonly attempt: SignInAttempt;
  readonly provider: GatewayProvider;
  readonly found: Awaited<ReturnType<GatewayProvider['find']>>;
}

/**
 * Makes a session of a code: redeems it, verifies the ID token, and ends what this browser had before. The id of the session
 * is a new one always, so nobody is in it who knew one from before the sign-in.
 *
 * @throws {DrawbridgeError} of kind `token` for who is not signed in, `upstream` for a provider or store that does not answer
 */
export async function finishSignIn(
  context: SignInContext,
  call: Call,
  { attempt, provider, found }: AskedProvider,
  code: string,
): Promise<Session> {
  const { sessions, browsers, auth, clock, log, addressOf } = context;
  const { clientId, parameters } = provider;
  const { issuer } = found.provider;
  const askedAt = momentOf(clock);
  try {
    // The browser may go away meanwhile: a code that was sent is used up, so its answer is waited for.
    const tokens = await redeemCode(found.endpoint, {
      code,
      redirectUri: auth.url + attempt.path,
      codeVerifier: attempt.codeVerifier,
      clock,
    });
    const { idToken, accessToken } = tokens;
    const token = await found.check.check(idToken, {
      nonce: attempt.nonce,
      accessToken,
      code,
      maxAge: toSeconds(parameters['max_age']),
      acrValues: parameters['acr_values'],
    });
    const user = await provider.userOf(token, tokens);
    const sid = textClaim(token, 'sid');
    // Also what somebody planted there.
    await browsers.end(await browsers.toEnd(call, auth.host), {
      user,
      ...(sid !== undefined && { sid }),
    });
    await recordDecision(context, { call, clientId, issuer, token, idToken });
    const authTime = token.claim('auth_time');
    const session = await sessions.begin({
      user,
      askedAt,
      tokens,
      // What is no time is not kept: a record with it would not be read again.
      ...(typeof authTime === 'number' && authTime >= 0 && { authTime }),
      ...(sid !== undefined && { sid }),
    });
    log.info('signed in', {
      provider: provider.name,
      issuer,
      subject: user.subject,
      host: attempt.request.host,
      token: token.fingerprint,
      client: addressOf(call),
    });
    return session;
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError && thrown.kind === 'token') {
      await recordDecision(context, { call, clientId, issuer, code: thrown.code });
    }
    throw thrown;
  }
}

function toSeconds(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
