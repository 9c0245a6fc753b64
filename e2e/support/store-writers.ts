import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Store } from '@drawbridge/core';
import { expect } from 'vitest';

const WRITER = fileURLToPath(new URL('store-writer.mjs', import.meta.url));

/** What writers have in hand that may or may not have been done when they are killed. */
interface Acknowledged {
  readonly counted: readonly number[];
  readonly added: readonly number[];
  /** Which writer claimed what. */
  readonly claimed: ReadonlyMap<number, string>;
  /** Calls of writers that failed: whether they changed anything is unknown. */
  readonly failed: number;
  /** What writers said on standard error. */
  readonly complaints: string;
}

/** Processes that write to one store. */
export interface StoreWriters {
  /** How many changes were acknowledged so far, by all. */
  progress(): number;
  /** Kills those that run, each when it has had a random number of further changes acknowledged. */
  killAll(): Promise<Acknowledged>;
  /** Kills those that still run. */
  clear(): Promise<void>;
}

/**
 * Starts processes that write to a store.
 *
 * @param env - what their environment has beside that of the tests
 */
export function startWriters(
  count: number,
  target: object,
  env: Readonly<Record<string, string>> = {},
): StoreWriters {
  const counted: number[] = [];
  const added: number[] = [];
  const claimed = new Map<number, string>();
  let failed = 0;
  let complaints = '';
  let isEnding = false;
  const children: ChildProcess[] = [];

  for (let index = 0; index < count; index++) {
    const name = `writer-${index}`;
    const child = spawn(process.execPath, [WRITER, JSON.stringify(target), name], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    children.push(child);
    let patience = Math.floor(Math.random() * 20);
    let rest = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (complaints += chunk));
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        note(line, name);
        if (isEnding && patience-- <= 0) child.kill('SIGKILL');
      }
    });
  }

  function note(line: string, name: string): void {
    const [what, number] = line.split(' ');
    const value = Number(number);
    if (what === 'counted') counted.push(value);
    else if (what === 'added') added.push(value);
    else if (what === 'failed') failed++;
    else if (claimed.has(value)) complaints += `${value} was claimed twice\n`;
    else claimed.set(value, name);
  }

  return {
    progress: () => counted.length + added.length + claimed.size,
    async killAll() {
      isEnding = true;
      await Promise.all(
        children.map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) {
            complaints += 'a writer ended by itself\n';
            return;
          }
          await once(child, 'close');
        }),
      );
      return { counted, added, claimed, failed, complaints };
    },
    async clear() {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}

/** Holds what was acknowledged against what is there. */
export async function expectNothingLost(
  store: Store,
  writers: number,
  { counted, added, claimed, failed, complaints }: Acknowledged,
): Promise<void> {
  expect(complaints).toBe('');
  const [counter, sum] = await store.get(['counter', 'sum']);
  // A writer may die between its change and its word about it.
  for (const [numbers, total] of [
    [counted, Number(counter?.value)],
    [added, Number(sum?.value)],
  ] as const) {
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(total);
    expect(numbers.length).toBeLessThanOrEqual(total);
    expect(total).toBeLessThanOrEqual(numbers.length + writers + failed);
  }
  for (const [claim, name] of claimed) {
    expect((await store.get([`claim/${claim}`]))[0]?.value, `claim ${claim}`).toBe(name);
  }
}
