import { decodeToken, epochSeconds, systemClock, toDrawbridgeError } from '@drawbridge/core';
import {
  check,
  type Check,
  type KeptLogin,
  type KeptSettings,
  type Logins,
} from '@drawbridge/login';
import { showTime } from '@drawbridge/node';
import { isRenewed, NOT_RENEWED } from '../login/is-renewed.ts';

/** What is kept of a login, and what is to be said of it. */
export interface Kept {
  readonly check: Check;
  readonly login?: KeptLogin;
  readonly settings?: KeptSettings;
  readonly claims?: ReturnType<typeof decodeToken>['claims'];
}

/** Looks at what is kept of a login. Nobody is asked. */
export async function lookAtCache(name: string, logins: Logins): Promise<Kept> {
  const wanted = 'a login that is kept, and tokens that are good or can be renewed';
  const judged = (state: Check['state'], seen: string, fix: string) =>
    check('cache', state, { seen, wanted, fix });
  const fix = `Run: drawbridge login --profile ${name}`;
  try {
    const login = await logins.read(name);
    const tokens = login && (await logins.peek(name));
    const settings = await logins.settings(name);
    if (login === undefined || tokens === undefined) {
      return { check: judged('warning', `nobody is signed in as ${name}`, fix) };
    }
    const { expiresAt = Infinity, idToken } = tokens;
    const now = epochSeconds(systemClock);
    const isRenewable = isRenewed(login.settings, tokens);
    const isOver = expiresAt <= now && !isRenewable;
    const ends = Number.isFinite(expiresAt) ? ` until ${showTime(expiresAt, now)}` : '';
    const state = isOver
      ? 'the sign-in has expired'
      : isRenewable
        ? 'it is renewed by itself'
        : `it is good${ends}, ${NOT_RENEWED}`;
    return {
      check: judged(
        isOver ? 'warning' : 'passed',
        `kept in ${login.keptIn === 'file' ? 'files' : 'files, with the keyring'}: ${state}`,
        fix,
      ),
      login,
      ...(settings !== undefined && { settings }),
      ...(idToken !== undefined && { claims: decodeToken(idToken, idToken.length).claims }),
    };
  } catch (thrown) {
    const { message, hint = fix } = toDrawbridgeError(thrown);
    return { check: judged('failed', message, hint) };
  }
}
