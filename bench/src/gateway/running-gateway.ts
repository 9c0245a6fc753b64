import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog, type Store, systemClock } from '@drawbridge/core';
import { openStore } from '@drawbridge/node';
import { COMMAND } from '../harness/drawbridge-command.ts';
import { freePort, startServer } from '../harness/server-process.ts';
import type { RunningServer } from '../inject/nginx.ts';
import { type Kept, signIn } from './people.ts';
import { startRedis } from './redis.ts';
import { type Keep, sectionOf } from './site.ts';

/** The state that a gateway shares with other processes. */
export type Driver = 'lmdb' | 'redis';

/** What a gateway has, and who has signed in. */
export interface GatewayPlan {
  readonly driver: Driver;
  readonly keep: Keep;
  readonly people: number;
  /** Groups of each person. Default: 5. */
  readonly groups?: number;
  /** Further entries that are in the store before it starts. */
  readonly fill?: (store: Store) => Promise<void>;
  /** Arguments for Node itself: `--cpu-prof`. */
  readonly nodeArguments?: readonly string[];
}

/** `drawbridge serve gateway`, with people who are signed in. */
export interface RunningGateway extends RunningServer {
  /** Where its configuration is. */
  readonly config: string;
  /** What the browser of each person sends. */
  readonly cookies: readonly string[];
}

/** Signs people in, and starts the command. */
export async function startGateway(plan: GatewayPlan): Promise<RunningGateway> {
  const { driver, keep, people, groups, fill, nodeArguments = [] } = plan;
  const data = mkdtempSync(join(tmpdir(), 'drawbridge-bench-gateway-'));
  const redis = driver === 'redis' ? await startRedis() : undefined;
  const clear = async () => {
    await redis?.stop();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const section = redis && { driver: 'redis' as const, url: redis.url };
    const kept = { keep, secret: randomBytes(32).toString('hex') };
    const cookies = await withStore(section, data, async (store) => {
      await fill?.(store);
      return signIn({ ...kept, store }, people, groups);
    });
    const started = await serve(data, kept, section, nodeArguments);
    return {
      ...started,
      cookies,
      async stop() {
        await started.stop();
        await clear();
      },
    };
  } catch (thrown) {
    await clear();
    throw thrown;
  }
}

type StoreSection = { readonly driver: 'redis'; readonly url: string } | undefined;

async function withStore<T>(
  section: StoreSection,
  data: string,
  use: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore(section, { data, clock: systemClock, log: silentLog, env: {} });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function serve(
  data: string,
  { keep, secret }: Omit<Kept, 'store'>,
  store: StoreSection,
  nodeArguments: readonly string[],
): Promise<RunningServer & { readonly config: string }> {
  const key = join(data, 'cookie-key');
  writeFileSync(key, secret, { mode: 0o600 });
  const url = new URL(`http://127.0.0.1:${await freePort()}/`);
  const gateway = sectionOf(keep, url.host, key);
  const config = join(data, 'drawbridge.yaml');
  writeFileSync(config, JSON.stringify({ version: 1, gateway, ...(store && { store }) }));
  const { pid, stop } = await startServer({
    args: [...nodeArguments, COMMAND, 'serve', 'gateway', '--config', config, '--data', data],
    env: { CLIENT_SECRET: 'secret-of-the-bench' },
    readyUrl: new URL('/readyz', url),
  });
  return { url, config, pid, stop: async () => void (await stop()) };
}
