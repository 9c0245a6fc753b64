import { createMemoryStore, silentLog, systemClock } from '@drawbridge/core';
import { expect, it } from 'vitest';
import { createRuntime } from './runtime.ts';

it('has the machine’s clock and the log and folder it was given, and lets go', async () => {
  const runtime = createRuntime({ data: '/srv/data', log: silentLog });
  expect(runtime).toMatchObject({ clock: systemClock, data: '/srv/data', log: silentLog });
  expect(await runtime.engine.sha256(new Uint8Array())).toHaveLength(32);
  await runtime.close();
});

it('is well without a store; once one is in use, as well as that is', async () => {
  const state = { down: false };
  const runtime = createRuntime({
    data: '/srv/data',
    log: silentLog,
    openStore: () =>
      Promise.resolve({
        ...createMemoryStore(systemClock),
        check: () => (state.down ? Promise.reject(new Error('refused')) : Promise.resolve()),
      }),
  });
  expect(runtime.checks()).toEqual([]);
  await runtime.store();
  const [check] = runtime.checks();
  expect(check?.name).toBe('store');
  await check?.check();
  state.down = true;
  await expect(check?.check()).rejects.toThrow('refused');
  state.down = false;
  await check?.check();
  await runtime.close();
});

it('is well when a store could not be opened and nobody has it; the next who asks tries again', async () => {
  const state = { broken: true };
  const runtime = createRuntime({
    data: '/srv/data',
    log: silentLog,
    openStore: () =>
      state.broken
        ? Promise.reject(new Error('broken'))
        : Promise.resolve(createMemoryStore(systemClock)),
  });
  await expect(runtime.store()).rejects.toThrow('broken');
  expect(runtime.checks()).toEqual([]);
  state.broken = false;
  await runtime.store();
  expect(runtime.checks()).toHaveLength(1);
  await runtime.close();
});
