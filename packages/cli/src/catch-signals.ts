import { STOPPED_AT_ONCE } from './exit-codes.ts';

/** What a service is told by signals. */
export interface Signals {
  /** The first that asks it to stop: Ctrl-C, or SIGTERM of a service manager. A second one ends it at once. */
  readonly stop: Promise<string>;
  /** What SIGHUP does. One that came before is made up for. */
  onReload(reload: () => void): void;
  /** Lets the signals do what they do by default. */
  release(): void;
}

const STOPPING = ['SIGINT', 'SIGTERM'] as const;

/**
 * Catches the signals of a service, from now on.
 *
 * @param end - ends the process. Default: that of Node
 */
export function catchSignals(end: (code: number) => void = (code) => process.exit(code)): Signals {
  let stopping = false;
  let askToStop: (signal: string) => void = () => {};
  const stop = new Promise<string>((resolve) => {
    askToStop = resolve;
  });
  const onStop = (signal: NodeJS.Signals) => {
    // Whoever asks twice means it: a call that never ends must not hold up a person at a terminal.
    if (stopping) end(STOPPED_AT_ONCE);
    stopping = true;
    askToStop(signal);
  };

  let missed = false;
  let reload: () => void = () => {
    missed = true;
  };
  const onHangUp = () => {
    if (!stopping) reload();
  };

  for (const signal of STOPPING) process.on(signal, onStop);
  process.on('SIGHUP', onHangUp);
  return {
    stop,
    onReload(given) {
      reload = given;
      if (missed) given();
      missed = false;
    },
    release() {
      for (const signal of STOPPING) process.off(signal, onStop);
      process.off('SIGHUP', onHangUp);
    },
  };
}
