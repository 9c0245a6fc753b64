import {
  decodeToken,
  epochSeconds,
  quoteForShell,
  systemClock,
  toDrawbridgeError,
} from '@drawbridge/core';
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

/**
 * Looks at what is kept of a login. Nobody is asked.
 *
 * @param fix - a sentence with the command that signs in
 */
export async function lookAtCache(name: string, logins: Logins, fix: string): Promise<Kept> {
  const wanted = 'a login that is kept, and tokens that are good or can be renewed';
  const judged = (state: Check['state'], seen: string, advice: string) =>
    check('cache', state, { seen, wanted, fix: advice });
  try {
    const login = await logins.read(name);
    const tokens = login && (await logins.peek(name));
    const settings = await logins.settings(name);
    if (login === undefined || tokens === undefined) {
      return { check: judged('warning', `nobody is signed in as ${quoteForShell(name)}`, fix) };
    }
    const { idToken } = tokens;
    const { isOver, state } = stateOf(login, tokens);
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

function stateOf(
  { settings }: KeptLogin,
  tokens: NonNullable<Awaited<ReturnType<Logins['peek']>>>,
): { readonly isOver: boolean; readonly state: string } {
  if (isRenewed(settings, tokens)) return { isOver: false, state: 'it is renewed by itself' };
  const { expiresAt } = tokens;
  if (expiresAt === undefined) return { isOver: false, state: `it is good, ${NOT_RENEWED}` };
  const now = epochSeconds(systemClock);
  if (expiresAt <= now) return { isOver: true, state: 'the sign-in has expired' };
  return { isOver: false, state: `it is good until ${showTime(expiresAt, now)}, ${NOT_RENEWED}` };
}
