import {
  type Call,
  DrawbridgeError,
  epochSeconds,
  headerValues,
  type VerifiedToken,
} from '@drawbridge/core';
import type { IdTokenCheck, Provider, TokenSet, VouchSession } from '@drawbridge/oauth';
import type { AuthOrigin } from '../../hosts/auth-origin.ts';
import { isMarked, marksOf } from '../../session/session-marks.ts';
import { momentOf } from '../../session/session-times.ts';
import type { NewSession } from '../../session/sessions.ts';
import type { Adopt } from '../../sign-in/adopt.ts';
import type { GatewayProvider } from '../../sign-in/gateway-provider.ts';
import { textClaim } from '../../user/text-claim.ts';
import type { UserOfOptions } from '../../user/user-of.ts';
import { isMarkedEnded } from '../../vouch/ended-sessions.ts';
import type { VouchContext } from '../../vouch/vouch-context.ts';
import { type HeldSession, heldSessions } from './held-sessions.ts';
import { hidesSome } from './hides-some.ts';
import { takeOnce } from './take-once.ts';
import { vouchUser } from './vouch-user.ts';

/** What {@link createVouchAdopt} is made of. */
export interface VouchAdoptOptions {
  /** That of Vouch mode. */
  readonly context: VouchContext;
  readonly auth: Pick<AuthOrigin, 'host'>;
  /** Where the people of the cookies have signed in. */
  readonly provider: Pick<GatewayProvider, 'name' | 'find' | 'parameters'>;
  /** How claims of that provider are read. */
  readonly reader: UserOfOptions;
  /**
   * Makes the check of ID tokens that are as old as the cookie: one that was good at the sign-in is good.
   *
   * @param leeway - seconds that it may have been over for
   */
  readonly checkOf: (provider: Provider, leeway: number) => IdTokenCheck;
}

/** Seconds that the clocks of the provider, of Vouch Proxy and of this machine may differ. */
const LEEWAY = 30;

/**
 * Makes what takes the cookie of Vouch Proxy for a sign-in: who has one that is good on the auth host need not sign in again. A
 * cookie is taken once, and what comes of it ends with it.
 *
 * Not taken is one without an end; one of a person whose sessions were ended since; and none at all where a browser brings those of
 * two people, of which one was planted by another host below the same domain, or more than are looked at.
 */
export function createVouchAdopt(options: VouchAdoptOptions): Adopt {
  const { context, auth, provider, reader } = options;
  const { settings, store, engine, clock, log } = context;
  const checkFor = remember(options.checkOf);
  const { max_age: maxAge, acr_values: acrValues } = provider.parameters;

  /** @returns `undefined` for no ID token, and for one that is not good */
  async function verify(
    { idToken, accessToken }: VouchSession,
    found: Provider,
  ): Promise<VerifiedToken | undefined> {
    if (idToken === undefined) return undefined;
    try {
      return await checkFor(found, settings.jwt.maxAge + LEEWAY).check(idToken, {
        ...(accessToken !== undefined && { accessToken }),
        maxAge: maxAge === undefined ? undefined : Number(maxAge),
        acrValues,
      });
    } catch (thrown) {
      if (thrown instanceof DrawbridgeError && thrown.kind === 'token') return undefined;
      throw thrown;
    }
  }

  function leave(why: string): undefined {
    log.info('cookie of Vouch Proxy not taken for a sign-in', { detail: why });
    return undefined;
  }

  async function take({ session, key }: HeldSession): Promise<NewSession | undefined> {
    const [now, askedAt] = [epochSeconds(clock), momentOf(clock)];
    const endsAt = Math.ceil(session.expiresAt ?? 0);
    if (endsAt <= now) return leave('it has no end, or is at it');
    const found = (await provider.find()).provider;
    const token = await verify(session, found);
    if (token === undefined && (maxAge !== undefined || acrValues !== undefined)) {
      return leave('no ID token in it shows how its person proved who it is');
    }
    const { issuer } = found;
    const user = vouchUser(session, { reader, issuer, subject: textClaim(token, 'sub') });
    if (user === undefined) return leave('its ID token and its claims are of two people');
    const sid = textClaim(token, 'sid');
    const marks = await store.get(
      await marksOf(engine, { user, ...(sid !== undefined && { sid }) }),
    );
    const signedInAt = Math.min(now, endsAt - settings.jwt.maxAge);
    if (isMarked(marks, signedInAt)) return leave('the sessions of its person were ended since');
    if (!(await takeOnce(context, key, endsAt))) {
      return leave('it was before: what came of it has ended');
    }
    // The provider, and its keys, may have been waited for since this was asked.
    if (await isMarkedEnded(context.store, key)) return leave('it was signed out of meanwhile');
    const authTime = token?.claim('auth_time');
    return {
      user,
      askedAt,
      madeOf: { key, endsAt },
      ...(typeof authTime === 'number' && authTime >= 0 && { authTime }),
      ...(sid !== undefined && { sid }),
      tokens: token === undefined ? {} : tokensOf(session, signedInAt),
    };
  }

  return async (call: Call) => {
    if (hidesSome(headerValues(call, 'cookie'), settings.cookie.name)) {
      return leave('the browser has more cookies of its name than are looked at');
    }
    const held = await heldSessions(context, call, auth.host);
    const [first, ...others] = held;
    if (first === undefined) return undefined;
    if (others.some(({ session }) => session.username !== first.session.username)) {
      return leave('the browser has cookies of two people, of which one may be planted');
    }
    return take(first);
  };
}

/** Those of a cookie whose ID token was verified. */
function tokensOf(
  { accessToken, idToken, refreshToken }: VouchSession,
  obtainedAt: number,
): Partial<TokenSet> {
  return {
    ...(idToken !== undefined && { idToken }),
    ...(accessToken !== undefined && { accessToken, tokenType: 'Bearer', obtainedAt }),
    ...(refreshToken !== undefined && { refreshToken }),
  };
}

/** Makes one check as long as the provider is the same: it has keys at hand. */
function remember(make: VouchAdoptOptions['checkOf']): VouchAdoptOptions['checkOf'] {
  let last: { readonly provider: Provider; readonly check: IdTokenCheck } | undefined;
  return (provider, leeway) => {
    const { issuer, jwksUri } = provider;
    if (last?.provider.issuer !== issuer || last.provider.jwksUri !== jwksUri) {
      last = { provider, check: make(provider, leeway) };
    }
    return last.check;
  };
}
