import type { DrawbridgeError } from '@drawbridge/core';
import type { Logins } from '@drawbridge/login';
import { withEarlySignals } from '../../early-signals.ts';
import { writeOutFile } from '../../out-file.ts';
import { sayTo, type Terminal } from '../../terminal.ts';
import { withLoginToken } from '../../token-file/with-login-token.ts';

/**
 * Keeps the ID token of a login in a file, and fresh, until a signal ends it. The file stays: programs may have a use for it
 * until the token in it ends.
 *
 * @param path - absolute
 * @throws {DrawbridgeError} `sign_in_needed` once a person is needed, at the start or later; `usage_invalid` for the file
 */
export async function keepTokenFile(
  logins: Pick<Logins, 'tokens'>,
  name: string,
  path: string,
  terminal: Terminal,
): Promise<void> {
  const say = sayTo(terminal);
  let onLost: (fault: DrawbridgeError) => void = () => {};
  const lost = new Promise<never>((_, reject) => {
    onLost = reject;
  });
  // It may be before anybody waits for it.
  lost.catch(() => {});
  // Neither a signal nor a renewal to come holds a process that has nothing else to do.
  const held = setInterval(() => {}, 2 ** 31 - 1);
  const write = (token: string) => writeOutFile(path, token, '--file');
  try {
    await withEarlySignals((signals) =>
      withLoginToken({ logins, name, write, onLost, signals, say }, async () => {
        say(`the ID token is in ${path}, and is kept fresh until Ctrl-C`);
        await Promise.race([lost, signals.stopped.catch(() => undefined)]);
      }),
    );
  } finally {
    clearInterval(held);
  }
}
