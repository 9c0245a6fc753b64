import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore, silentLog, systemClock } from '@drawbridge/core';
import { createRuntime } from '@drawbridge/node';
import { afterEach, expect, it } from 'vitest';
import { createWitness } from '../witness.ts';
import { createDecisions } from './decisions.ts';
import { openParts } from './open-parts.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

it('fails once all are open or failed: what is open by then is known to who ends it', async () => {
  const data = await mkdtemp(join(tmpdir(), 'drawbridge-home-'));
  closers.push(() => rm(data, { recursive: true }));
  const runtime = createRuntime({
    data,
    log: silentLog,
    openStore: async () => createMemoryStore(systemClock),
  });
  closers.push(() => runtime.close());
  const before = closers.length;
  const opened = openParts(0, {
    provider: {
      issuer: 'http://127.0.0.1:1',
      issueToken: () => Promise.reject(new Error('asked for a token')),
      addClient({ id }) {
        if (id === 'sample-client') throw new Error('no more clients');
      },
      close: () => Promise.resolve(),
    },
    runtime,
    witness: createWitness(silentLog),
    decisions: createDecisions(),
    later: (close) => closers.push(close),
  });
  await expect(opened).rejects.toThrow('no more clients');
  // Four of the gateway, two of the issuer, and two of the guard, which failed.
  expect(closers.slice(before)).toHaveLength(8);
});
