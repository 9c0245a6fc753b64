import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { readStart } from '../files/read-start.ts';

/** What files held at one moment: a hash of each, by name. */
export type Contents = ReadonlyMap<string, string>;

/** Reads what files hold now. One that cannot be read has its fault for a hash. */
export async function readContents(files: Iterable<string>): Promise<Contents> {
  const contents = new Map<string, string>();
  // One after the other: a hundred files are no reason to hold a hundred descriptors.
  for (const file of new Set(files)) contents.set(file, await hashOf(file));
  return contents;
}

/** What {@link readContents} has of a file that holds this. */
export function contentOf(held: string | Uint8Array): string {
  return createHash('sha256').update(held).digest('base64');
}

/** Whether files hold the same at two moments, and are the same files. */
export function sameContents(a: Contents, b: Contents): boolean {
  return a.size === b.size && [...a].every(([file, hash]) => b.get(file) === hash);
}

/** As much as the largest file that is read at all has: a configuration. Some files have no end. */
const MAX_BYTES = 4 * 1024 * 1024;

async function hashOf(file: string): Promise<string> {
  try {
    // What is read from a pipe is gone for who needs it.
    if ((await stat(file)).isFIFO()) return 'a pipe';
    const bytes = await readStart(file, MAX_BYTES);
    return bytes === undefined ? 'too large' : contentOf(bytes);
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code ?? 'unreadable';
  }
}

/** What is watched for. */
export interface WatchOptions {
  /** What the files held when they were last acted upon, and so also which they are. */
  readonly known: () => Contents;
  /** Told when they hold something else. */
  readonly onChange: () => Promise<void>;
  /** Milliseconds between two looks. Default: 2,000. */
  readonly interval?: number;
}

/**
 * Looks at files every now and then, and acts when what they hold differs from what is known. It reads them:
 * times and inodes say nothing when a folder of links is swapped, as Kubernetes does. A change counts when two looks in
 * a row see the same: certificate and key are two files, and either may be half written.
 *
 * @returns what ends it
 */
export function watchContents({ known, onChange, interval = 2_000 }: WatchOptions): () => void {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let seen: Contents | undefined;

  async function look(): Promise<void> {
    const before = known();
    const now = await readContents(before.keys());
    if (sameContents(now, before)) {
      seen = undefined;
    } else if (seen !== undefined && sameContents(now, seen)) {
      seen = undefined;
      await onChange();
    } else {
      seen = now;
    }
  }

  const next = () => {
    if (ended) return;
    timer = setTimeout(
      () =>
        void look()
          .catch(() => {})
          .finally(next),
      interval,
    );
    timer.unref();
  };
  next();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
