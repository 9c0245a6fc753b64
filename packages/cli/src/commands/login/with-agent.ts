import { DrawbridgeError, printable, quoteForShell } from '@drawbridge/core';
import { type CredentialsAgent, openAgent } from '@drawbridge/login/node';
import type { Context } from '../../context.ts';
import { sayTo, tell } from '../../terminal.ts';
import { type EarlySignals, withEarlySignals } from '../../early-signals.ts';
import { type ProfileOptions, profileOf, withLogins } from './open-command-logins.ts';

/** A login whose credentials are served. */
export interface ServedLogin {
  readonly name: string;
  readonly agent: CredentialsAgent;
  /** Decides that it is this login's credentials that one gets. A secret. */
  readonly token: string;
  /** Where its user works. */
  readonly region?: string;
  /** Signals that ask to end; nothing that was made is left behind. */
  readonly signals: EarlySignals;
  /** Tells the person at this terminal. */
  readonly say: (sentence: string) => void;
}

/**
 * Serves the credentials of a login for as long as some work takes. The first were fetched before it begins: SDKs wait a
 * second or two, and a person is told here, not in the middle of a command, that they have to sign in.
 *
 * @throws {DrawbridgeError} `sign_in_needed` and others, why there are no credentials
 * @throws {ChildEnded} when it was stopped by a signal before
 */
export function withAgent(
  context: Context,
  options: ProfileOptions,
  work: (served: ServedLogin) => Promise<void>,
): Promise<void> {
  const { terminal } = context;
  const say = sayTo(terminal);
  const name = profileOf(options, terminal.env);
  return withEarlySignals((signals) =>
    withLogins(context, options, async (logins) => {
      await Promise.race([logins.credentials(name), signals.stopped]);
      const region = (await logins.read(name))?.settings.aws?.region;
      const agent = await openAgent({
        logins,
        onFault({ message, hint }, profile) {
          say(`no credentials for ${quoteForShell(profile)}: ${message}`);
          if (hint !== undefined) tell(terminal, printable(hint));
        },
      });
      try {
        const { token } = agent.grant(name);
        await work({ name, agent, token, signals, say, ...(region !== undefined && { region }) });
      } finally {
        await agent.close();
      }
    }),
  );
}

/** @throws {DrawbridgeError} `usage_invalid`, where there is a command to run and lines to print */
export function requireOneUse(format: string | undefined, words: readonly string[]): void {
  if (format === undefined || words.length === 0) return;
  throw new DrawbridgeError('usage_invalid', {
    detail: '--format prints lines for another shell, and -- COMMAND runs a command',
    hint: 'Give one of the two.',
  });
}
