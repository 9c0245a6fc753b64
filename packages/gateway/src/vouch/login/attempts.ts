import { type Call, epochSeconds, type HeaderField, headerValues } from '@drawbridge/core';
import { readCookies } from '@drawbridge/oauth';
import type { ParcelKind, Parcels } from '../../sign-in/parcels.ts';
import type { VouchContext } from '../vouch-context.ts';
import type { VouchAttempt } from '../vouch-provider.ts';
import { browserCookie } from './browser-cookie.ts';

/** What a browser keeps on its way to the provider and back. */
export interface KeptAttempt {
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

/** Makes {@link Attempts}. */
export function createAttempts(
  { settings, clock }: Pick<VouchContext, 'settings' | 'clock'>,
  parcels: Parcels,
): Attempts {
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
      }
      return undefined;
    },

    clear: (state) => [
      browserCookie(settings, { name, value: '', path: pathOf(state), maxAge: 0 }),
    ],
  };
}
