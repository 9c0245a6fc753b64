import { type Call, epochSeconds, type HeaderField, headerValues } from '@drawbridge/core';
import { readCookies } from '@drawbridge/oauth';
import type { ParcelKind, Parcels } from '../../sign-in/parcels.ts';
import type { VouchContext } from '../vouch-context.ts';
import type { VouchAttempt } from '../vouch-provider.ts';
import { readGorillaSession } from '../session/read-gorilla-session.ts';
import { hostOfCall } from '../host-of-call.ts';
import { browserCookie } from './browser-cookie.ts';
import { callbackUrlFor } from './callback-url.ts';
import { judgeReturnAddress } from './return-address.ts';

/** What a browser keeps on its way to the provider and back. */
interface KeptAttempt {
  readonly attempt: VouchAttempt;
  /** Where it wanted to go. */
  readonly to: string;
}

const ATTEMPT: ParcelKind<KeptAttempt> = { context: 'vouch/attempt' };

/** Keeps attempts in browsers: each in a cookie for its own path, so that several tabs do not disturb each other. */
export interface Attempts {
  keep(attempt: KeptAttempt): Promise<readonly HeaderField[]>;
  /** @returns `undefined` where this browser did not begin it */
  find(
    call: Call,
    state: string,
  ): Promise<(KeptAttempt & { readonly isOver: boolean }) | undefined>;
  /** Fields that take it away. */
  clear(state: string): readonly HeaderField[];
}

/** Where a provider's answer is judged. */
export function statePath(documentRoot: string, state: string): string {
  return `${documentRoot}/auth/${state}/`;
}

/**
 * Makes {@link Attempts}. With the `session.key` of a Vouch Proxy it also finds those that one began, whose return address is
 * judged as if it came now.
 */
export function createAttempts(context: AttemptsContext, parcels: Parcels): Attempts {
  const { settings, clock } = context;
  const { name, maxAge } = settings.session;
  const pathOf = (state: string) => statePath(settings.documentRoot, state);
  return {
    async keep(kept) {
      const sealed = await parcels.seal(ATTEMPT, kept, epochSeconds(clock) + maxAge);
      return [
        browserCookie(settings, { name, value: sealed, path: pathOf(kept.attempt.state), maxAge }),
      ];
    },

    async find(call, state) {
      for (const cookie of readCookies(headerValues(call, 'cookie'), name)) {
        const parcel = await parcels.open(ATTEMPT, cookie);
        if (parcel?.value.attempt.state === state)
          return { ...parcel.value, isOver: parcel.isOver };
        const carried = parcel === undefined ? await findCarried(context, call, cookie) : undefined;
        if (carried?.attempt.state === state) return { ...carried, isOver: false };
      }
      return undefined;
    },

    clear: (state) => [
      browserCookie(settings, { name, value: '', path: pathOf(state), maxAge: 0 }),
    ],
  };
}

type AttemptsContext = Pick<VouchContext, 'settings' | 'clock' | 'managed' | 'gorillaKey'>;

/** @throws {DrawbridgeError} `parameter_invalid` for a return address that is none of ours */
async function findCarried(
  { settings, clock, managed, gorillaKey }: AttemptsContext,
  call: Call,
  cookie: string,
): Promise<KeptAttempt | undefined> {
  const { session, oauth } = settings;
  if (gorillaKey === undefined || oauth === undefined) return undefined;
  const found = await readGorillaSession(cookie, { ...session, key: gorillaKey, clock });
  if (found === undefined) return undefined;
  const { state, requestedUrl, codeVerifier = '' } = found;
  const to = judgeReturnAddress(requestedUrl, managed, settings.cookie.secure);
  const redirectUri = callbackUrlFor(oauth.callbackUrls, hostOfCall(call.headers), managed);
  return { attempt: { state, nonce: undefined, redirectUri, codeVerifier }, to };
}
