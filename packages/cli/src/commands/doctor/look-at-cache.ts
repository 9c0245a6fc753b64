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
import type { TokenSet } from '@drawbridge/oauth';

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
    const { isOver, state } = stateOf(tokens, epochSeconds(systemClock));
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
  { expiresAt, refreshToken }: Pick<TokenSet, 'expiresAt' | 'refreshToken'>,
  now: number,
): { readonly isOver: boolean; readonly state: string } {
  if (refreshToken !== undefined) return { isOver: false, state: 'it is renewed by itself' };
  if (expiresAt === undefined) return { isOver: false, state: 'it is good' };
  if (expiresAt <= now) return { isOver: true, state: 'the sign-in has expired' };
  return { isOver: false, state: `it is good until ${showTime(expiresAt, now)}` };
}
