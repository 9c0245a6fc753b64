import type { Logins } from '@drawbridge/login';
import type { EarlySignals } from '../early-signals.ts';
import { loginTokenGrant, type LoginTokenOptions } from './login-token-grant.ts';
import { withFreshToken } from './with-fresh-token.ts';

/** Milliseconds that coming by one token may take. */
const ATTEMPT_TIMEOUT = 60_000;

/** Whose ID token is written, and where. */
export interface LoginTokenFile extends Pick<LoginTokenOptions, 'write' | 'onLost'> {
  readonly logins: Pick<Logins, 'tokens'>;
  readonly name: string;
  readonly signals: EarlySignals;
  /** Is told a sentence for the person. */
  readonly say: (sentence: string) => void;
}

/**
 * Does some work while the ID token of a login is where other programs read it, and stays fresh.
 *
 * @throws {DrawbridgeError} `sign_in_needed` and others, why there is no token; nothing was done
 * @throws {ChildEnded} when it was stopped by a signal before
 */
export function withLoginToken<T>(
  { logins, name, write, onLost, signals, say }: LoginTokenFile,
  work: () => Promise<T>,
): Promise<T> {
  return withFreshToken(
    {
      grant: loginTokenGrant({ tokens: () => logins.tokens(name), write, onLost }),
      what: 'the ID token',
      attemptTimeout: ATTEMPT_TIMEOUT,
      tell: say,
      signals,
    },
    work,
  );
}
