import {
  createTokenSource,
  type SourceTimers,
  type TokenSource,
  type TokenSourceOptions,
} from '@drawbridge/oauth';

/** The token sources of sessions that are being renewed, by the handle of the session. */
export interface OpenSources {
  /**
   * Works with the source of a session, and closes it after work that went well.
   *
   * @param options - what it is made of, where there is none
   */
  use<T>(
    handle: string,
    options: Omit<TokenSourceOptions, 'timers'>,
    work: (source: TokenSource) => Promise<T>,
  ): Promise<T>;
  /** Closes all. */
  close(): Promise<void>;
}

/** What {@link createOpenSources} needs. */
export interface OpenSourcesOptions {
  readonly timers: SourceTimers;
  /** How many are left open after work that failed. */
  readonly places: number;
}

/** Milliseconds for which a source is left open that could not renew its tokens: whoever asks meanwhile is told to wait. */
const LEFT_FOR = 600_000;

interface Entry {
  readonly source: TokenSource;
  users: number;
  callOff: () => void;
}

/**
 * Opens sources where they are needed. One that renewed its tokens is of no use until they end; one that could not
 * knows when to try again, and has what it could not keep.
 */
export function createOpenSources({ timers, places }: OpenSourcesOptions): OpenSources {
  /** The one that was used last is the last. */
  const open = new Map<string, Entry>();

  function take(handle: string, options: Omit<TokenSourceOptions, 'timers'>): Entry {
    const entry = open.get(handle) ?? {
      source: createTokenSource({ ...options, timers }),
      users: 0,
      callOff: () => {},
    };
    entry.callOff();
    entry.users++;
    open.delete(handle);
    open.set(handle, entry);
    return entry;
  }

  async function leave(handle: string, entry: Entry): Promise<void> {
    if (open.get(handle) === entry) open.delete(handle);
    entry.callOff();
    await entry.source.close();
  }

  async function makeRoom(): Promise<void> {
    for (const [handle, entry] of open) {
      if (open.size <= places) return;
      if (entry.users === 0) await leave(handle, entry);
    }
  }

  return {
    async use(handle, options, work) {
      const entry = take(handle, options);
      let isDone = false;
      try {
        const result = await work(entry.source);
        isDone = true;
        return result;
      } finally {
        entry.users--;
        if (entry.users === 0) {
          if (isDone) await leave(handle, entry);
          else entry.callOff = timers.after(LEFT_FOR, () => void leave(handle, entry));
        }
        await makeRoom();
      }
    },

    async close() {
      await Promise.all([...open].map(([handle, entry]) => leave(handle, entry)));
    },
  };
}
