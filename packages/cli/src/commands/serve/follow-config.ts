import { epochSeconds, toDrawbridgeError } from '@drawbridge/core';
import {
  contentOf,
  type Contents,
  oneAtATime,
  readContents,
  type Runtime,
  watchContents,
} from '@drawbridge/node';
import type { Config, ReadConfig } from '../../context.ts';

/** Where a configuration is read. */
export interface FollowOptions {
  /** Name of the part, for the metrics. */
  readonly part: string;
  /** The file of the configuration, if there is one. */
  readonly file: string | undefined;
  readonly read: () => Promise<ReadConfig>;
}

/** What is done with a configuration that was read anew. */
export interface Following {
  readonly runtime: Pick<Runtime, 'log' | 'metrics' | 'clock'>;
  /**
   * Puts it in force.
   *
   * @returns what changed by that, in words
   */
  readonly apply: (config: Config) => Promise<string>;
  /** Milliseconds between two looks at the files. Default: 2,000. */
  readonly interval?: number;
}

/** A configuration that is followed. */
export interface Follower {
  /** As it was read at first. */
  readonly first: ReadConfig;
  /**
   * Takes note that a file of it holds what is in force already, be it that this process wrote it: that is no reason to read it
   * anew, and what it holds afterwards is. Where it holds something else by now, nothing is taken note of.
   */
  take(file: string, text: string): Promise<void>;
  /** Puts it in force anew whenever its file, or a file that it names, holds something else. */
  follow(following: Following): Follow;
}

/** The following of a configuration. */
export interface Follow {
  /** Reads it anew now. It never rejects: a fault is told, and what was in force stays. */
  reload(because: string): Promise<void>;
  /** Ends it; a reload under way is waited for. */
  close(): Promise<void>;
}

/**
 * Reads a configuration, to follow it from then on.
 *
 * @throws {DrawbridgeError} `config_invalid`
 */
export async function followConfig({ part, file, read }: FollowOptions): Promise<Follower> {
  const own = file === undefined ? [] : [file];
  /** The files of the configuration that was last read well. */
  let named: readonly string[] = [];
  /** What all files held just before they were last read: what changes afterwards is seen. */
  let known: Contents = new Map();

  async function readAgain(): Promise<ReadConfig> {
    known = await readContents([...own, ...named]);
    const ownContents = new Map([...known].filter(([name]) => own.includes(name)));
    const next = await read();
    named = next.files.filter((given) => isWatched(given, part)).map(({ path }) => path);
    known = new Map([...(await readContents(named)), ...ownContents]);
    return next;
  }

  const first = await readAgain();

  return {
    first,

    async take(path, text) {
      const held = (await readContents([path])).get(path);
      if (known.has(path) && held === contentOf(text)) known = new Map([...known, [path, held]]);
    },

    follow({ runtime: { log, metrics, clock }, apply, interval }) {
      let reason = '';
      const tellLoaded = () => {
        metrics.set('drawbridge_config_reload_success', { part }, 1);
        metrics.set('drawbridge_config_reload_timestamp_seconds', { part }, epochSeconds(clock));
      };
      tellLoaded();

      const reload = oneAtATime(async () => {
        const because = reason;
        try {
          const changes = await apply((await readAgain()).config);
          tellLoaded();
          log.info('configuration reloaded', { because, changes });
        } catch (thrown) {
          metrics.set('drawbridge_config_reload_success', { part }, 0);
          const { message, hint } = toDrawbridgeError(thrown);
          log.error('configuration not reloaded', { because, detail: message, hint });
        }
      });
      let latest: Promise<void> = Promise.resolve();
      const reloadFor = (because: string) => {
        reason = because;
        latest = reload();
        return latest;
      };
      const unwatch = watchContents({
        known: () => known,
        onChange: () => reloadFor('a file changed'),
        ...(interval !== undefined && { interval }),
      });
      return {
        reload: reloadFor,
        async close() {
          unwatch();
          await latest;
        },
      };
    },
  };
}

/**
 * Key sets of upstreams are looked at by who caches them. What the sections that all parts share refer to is read
 * at the start alone.
 */
function isWatched({ at }: { readonly at: string }, part: string): boolean {
  return at.startsWith(`${part}.`) && !at.endsWith('.jwksFile');
}
