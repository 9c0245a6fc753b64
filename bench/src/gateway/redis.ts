import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openRedisStore } from '@drawbridge/node/redis';
import { systemClock } from '@drawbridge/core';
import { freePort } from '../harness/server-process.ts';

/** A redis-server that nobody else uses, and that keeps nothing. */
export interface BenchRedis {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Milliseconds that it may take to answer. */
const PATIENCE = 20_000;

/** Starts Debian's redis-server. */
export async function startRedis(): Promise<BenchRedis> {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('/usr/bin/redis-server', args, { stdio: 'ignore' });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'exit');
  const end = performance.now() + PATIENCE;
  while (!(await answers(port))) {
    if (performance.now() > end || child.exitCode !== null) {
      kill();
      throw new Error('redis-server does not answer: apt-get install redis-server');
    }
    await sleep(50);
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      process.off('exit', kill);
      kill();
      await ended;
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const store = await openRedisStore({ server: { host: '127.0.0.1', port }, clock: systemClock });
  try {
    await store.check();
    return true;
  } catch {
    return false;
  } finally {
    await store.close();
  }
}
