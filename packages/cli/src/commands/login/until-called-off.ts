import { constants } from 'node:os';
import { ChildEnded } from '../../child-ended.ts';
import { tell, type Terminal } from '../../terminal.ts';

/** The signals by which a person, or whatever started the command, calls a sign-in off. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does what waits for a person, who may call it off.
 *
 * @param work - is told by the signal
 * @param tellWhy - says what was called off; the command ends after it as if by the signal
 * @throws {ChildEnded} when it was called off: 130 for Ctrl-C, as shells have it
 */
export async function untilCalledOff<T>(
  work: (signal: AbortSignal) => Promise<T>,
  tellWhy: () => void,
): Promise<T> {
  const calledOff = new AbortController();
  const listeners = SIGNALS.map((signal) => {
    const listener = () => calledOff.abort(new ChildEnded(128 + constants.signals[signal]));
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  try {
    return await work(calledOff.signal);
  } catch (thrown) {
    if (calledOff.signal.aborted && thrown === calledOff.signal.reason) tellWhy();
    throw thrown;
  } finally {
    for (const release of listeners) release();
  }
}

/** Says that nothing came of it. @param advice - a sentence for who did not mean to */
export function tellCalledOff(advice: string, terminal: Terminal): void {
  tell(terminal, `drawbridge: The sign-in was called off, and nothing was changed. ${advice}`);
}
