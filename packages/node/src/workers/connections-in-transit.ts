import type { ChildProcess } from 'node:child_process';

/** A connection as node:cluster hands it over. */
interface Handle {
  close(): void;
}

/** The connections that a primary has handed to workers that may not have them yet. */
export interface ConnectionsInTransit {
  /** From now on, those that this worker is handed; when it ends, the one that it has not confirmed is closed. */
  follow(worker: ChildProcess): void;
}

/**
 * Follows connections from the primary to its workers. node:cluster keeps the primary's hold on a connection until the
 * worker has confirmed it, and for ever where the worker is killed before: the caller then waits on a connection that nobody
 * serves. A worker is handed the next only after it confirmed the one before, so the last is the only one to look after.
 */
export function followConnectionsInTransit(): ConnectionsInTransit {
  /** A worker that stops hands its connection back, and another gets it. */
  const holders = new WeakMap<Handle, ChildProcess>();
  return {
    follow(worker) {
      const last = new Map<unknown, Handle>();
      const send = worker.send.bind(worker) as (...parts: readonly unknown[]) => boolean;
      worker.send = (...parts: readonly unknown[]) => {
        const [message, handle] = parts;
        if (isNewConnection(message) && isHandle(handle)) {
          last.set(message.key, handle);
          holders.set(handle, worker);
        }
        return send(...parts);
      };
      worker.once('exit', () => {
        for (const handle of last.values()) {
          // One that was confirmed is closed here already, and closing it again does nothing.
          if (holders.get(handle) === worker) handle.close();
        }
      });
    },
  };
}

/** What node:cluster sends with a connection; `key` is the address that it came by. */
function isNewConnection(message: unknown): message is { readonly key: unknown } {
  const { cmd, act } = (message ?? {}) as { readonly cmd?: unknown; readonly act?: unknown };
  return cmd === 'NODE_CLUSTER' && act === 'newconn';
}

function isHandle(value: unknown): value is Handle {
  return typeof (value as Partial<Handle> | undefined)?.close === 'function';
}
