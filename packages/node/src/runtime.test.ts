import { silentLog, systemClock } from '@drawbridge/core';
import { expect, it } from 'vitest';
import { createRuntime } from './runtime.ts';

it('has the machine’s clock and the log and folder it was given, and lets go', async () => {
  const runtime = createRuntime({ data: '/srv/data', log: silentLog });
  expect(runtime).toMatchObject({ clock: systemClock, data: '/srv/data', log: silentLog });
  expect(await runtime.engine.sha256(new Uint8Array())).toHaveLength(32);
  await runtime.close();
});
