import { type Call, epochSeconds, type HeaderField, headerValues } from '@drawbridge/core';
import { randomText, readCookies } from '@drawbridge/oauth';
import { clearCookies, setCookies } from '../cookies/set-cookies.ts';
import { clearOldest } from './clear-oldest.ts';
import { hashText, shortName } from './hash-text.ts';
import { REQUEST_TIME } from './login-request.ts';
import type { ParcelKind } from './parcels.ts';
import type { SignInContext } from './sign-in-context.ts';

/** What a browser keeps of a sign-in at the app host that began it: a secret, in a cookie that is named by its hash. */
const bindingOf = (host: string): ParcelKind<string> => ({ context: `binding/${host}` });

/** Binds a sign-in to the browser that begins it. @returns the hash, which is told to the auth host, and the fields to set */
export async function bindBrowser(
  { parcels, names, clock }: SignInContext,
  call: Call,
  host: string,
): Promise<{ readonly hash: string; readonly headers: readonly HeaderField[] }> {
  const secret = randomText();
  const hash = await hashText(secret);
  const name = names.login(shortName(hash));
  const expiresAt = epochSeconds(clock) + REQUEST_TIME;
  const cookie = await parcels.seal(bindingOf(host), secret, expiresAt);
  const headers = [
    ...setCookies(name, cookie, { maxAge: REQUEST_TIME, cookies: [] }),
    ...clearOldest(call, names.login, name.length + cookie.length),
  ];
  return { hash, headers };
}

/** Whether a browser is the one that began a sign-in at this host, and not too long ago. */
export async function isBound(
  { parcels, names }: SignInContext,
  call: Call,
  host: string,
  hash: string,
): Promise<boolean> {
  for (const cookie of readCookies(headerValues(call, 'cookie'), names.login(shortName(hash)))) {
    const parcel = await parcels.open(bindingOf(host), cookie);
    if (parcel?.isOver === false && (await hashText(parcel.value)) === hash) return true;
  }
  return false;
}

/** Fields that take the binding away: it is good for one sign-in. */
export function clearBinding({ names }: SignInContext, hash: string): readonly HeaderField[] {
  return clearCookies(names.login(shortName(hash)), []);
}
