import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { systemClock } from '@drawbridge/core';
import { openLmdbStore } from '@drawbridge/node/lmdb';
import { expect, it, onTestFinished } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { expectNothingLost, startWriters } from './support/store-writers.ts';

const SLOW_HEADER = fileURLToPath(new URL('support/slow-header.c', import.meta.url));
const WRITERS = 5;

describeWith(['gcc'], 'a store in LMDB that processes open slowly while others write', () => {
  it('loses nothing', async () => {
    const place = await mkdtemp(join(tmpdir(), 'drawbridge-slowly-'));
    onTestFinished(() => rm(place, { recursive: true, force: true }));
    const library = join(place, 'slow-header.so');
    await promisify(execFile)('gcc', ['-shared', '-fPIC', '-o', library, SLOW_HEADER, '-ldl']);
    const folder = join(place, 'store');
    const writers = startWriters(WRITERS, { driver: 'lmdb', folder }, { LD_PRELOAD: library });
    onTestFinished(() => writers.clear());
    await expect.poll(() => writers.progress(), { timeout: 120_000 }).toBeGreaterThan(100);
    const acknowledged = await writers.killAll();

    const store = await openLmdbStore({ folder, clock: systemClock, timeout: 30_000 });
    onTestFinished(() => store.close());
    await expectNothingLost(store, WRITERS, acknowledged);
  }, 240_000);
});
