import { epochSeconds } from '@drawbridge/core';
import { randomText } from '@drawbridge/oauth';
import { hashText } from './hash-text.ts';
import type { LoginRequest } from './login-request.ts';
import type { ParcelKind } from './parcels.ts';
import type { SignInContext } from './sign-in-context.ts';

/** What an app host is handed for a code: all that it sets, ready. */
export interface HandedOver extends Pick<LoginRequest, 'host' | 'to' | 'binding'> {
  /** That stands for the session on the app host, and on no other. */
  readonly cookie: string;
  /** When the session ends at the latest, in seconds since the epoch. */
  readonly endsAt: number;
}

/** Seconds: for one redirect. */
const CODE_TIME = 30;
/** What `randomText` makes. */
const CODE = /^[\w-]{43}$/;
/** In the place of what was taken. */
const TAKEN = 'taken';

/** It is in the store under the hash of the code: whoever can read there cannot take what is meant for others. */
const keyOf = (hash: string) => `sign-in/hand-over/${hash}`;
const handedOver = (key: string): ParcelKind<HandedOver> => ({ context: key });

/** Leaves a session for an app host to fetch. @returns the code that it is fetched with, once */
export async function giveHandOver(
  { store, parcels, clock }: SignInContext,
  value: HandedOver,
): Promise<string> {
  const code = randomText();
  const key = keyOf(await hashText(code));
  const expiresAt = epochSeconds(clock) + CODE_TIME;
  await store.put(key, await parcels.seal(handedOver(key), value, expiresAt), { expiresAt });
  return code;
}

/**
 * Takes what a code stands for. Of all who come with it, in all processes, one gets it: what is replaced under its version
 * is replaced once, while a delete says yes to everybody.
 *
 * @returns `undefined` for what is none, was taken, or is too old
 */
export async function takeHandOver(
  { store, parcels, clock }: SignInContext,
  code: string,
): Promise<HandedOver | undefined> {
  if (!CODE.test(code)) return undefined;
  const key = keyOf(await hashText(code));
  const [stored] = await store.get([key]);
  if (stored === undefined || stored.value === TAKEN) return undefined;
  const { value, version } = stored;
  const expiresAt = epochSeconds(clock) + CODE_TIME;
  const taken = await store.put(key, TAKEN, { expiresAt, if: { version } });
  if (taken === undefined) return undefined;
  const parcel = await parcels.open(handedOver(key), value);
  return parcel?.isOver === false ? parcel.value : undefined;
}
