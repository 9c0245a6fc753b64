import type { Call, Reply, Service } from '@drawbridge/core';

/** Answers calls, like a {@link Service} that somebody else closes. */
export type Face = Pick<Service, 'handle'>;

/** A place where one service takes over from another without a call being lost. */
export interface Switch<S extends Service> {
  /** What answers calls now; `undefined` before the first. */
  readonly current: S | undefined;
  /**
   * A service that hands each call to what is in force when it comes. Calls that come before there is anything
   * wait for it.
   *
   * @param pick - which of the faces of a service answers. Default: the service itself
   */
  face(pick?: (current: S) => Face): Service;
  /** Hands calls to another service from now on. The one before is closed when its last call is answered. */
  replace(next: S): void;
  /** Closes what is in force, when its last call is answered. */
  close(): Promise<void>;
}

/** A service with the calls that it has under way. */
interface Snapshot<S> {
  readonly service: S;
  calls: number;
  retired: boolean;
  readonly closed: Promise<void>;
  readonly close: () => void;
}

/**
 * Makes a switch.
 *
 * @param onCloseFault - told when a service that was replaced could not be closed
 */
export function createSwitch<S extends Service>(
  onCloseFault: (thrown: unknown) => void = () => {},
): Switch<S> {
  let current: Snapshot<S> | undefined;
  let begin: () => void = () => {};
  const first = new Promise<void>((resolve) => {
    begin = resolve;
  });

  function closeIfDone(snapshot: Snapshot<S>): void {
    if (snapshot.retired && snapshot.calls === 0) snapshot.close();
  }

  function retire(snapshot: Snapshot<S> | undefined): void {
    if (snapshot === undefined || snapshot.retired) return;
    snapshot.retired = true;
    closeIfDone(snapshot);
  }

  async function answer(call: Call, pick: (current: S) => Face): Promise<Reply> {
    if (current === undefined) await first;
    // Read in the turn in which the call is counted: between the two it could be closed.
    const snapshot = current as Snapshot<S>;
    snapshot.calls++;
    try {
      return await pick(snapshot.service).handle(call);
    } finally {
      snapshot.calls--;
      closeIfDone(snapshot);
    }
  }

  return {
    get current() {
      return current?.service;
    },
    face: (pick = (service) => service) => ({
      handle: (call) => answer(call, pick),
      close: () => Promise.resolve(),
    }),
    replace(next) {
      const before = current;
      current = toSnapshot(next, onCloseFault);
      begin();
      retire(before);
    },
    async close() {
      retire(current);
      await current?.closed;
    },
  };
}

function toSnapshot<S extends Service>(
  service: S,
  onCloseFault: (thrown: unknown) => void,
): Snapshot<S> {
  let close: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    close = resolve;
  });
  const closed = asked.then(() => service.close()).catch(onCloseFault);
  return { service, calls: 0, retired: false, closed, close };
}
