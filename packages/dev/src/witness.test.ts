import { silentLog } from '@drawbridge/core';
import { expect, test, vi } from 'vitest';
import { createWitness } from './witness.ts';

test('answers what was told by the thing that was done, and by nothing beside it', async () => {
  const { log, audit, watch } = createWitness(silentLog);
  const exchange = async (rule: string) => {
    log.info('begun', { rule });
    await Promise.resolve();
    await audit.write({ time: 1, decision: 'granted', rule });
    return rule;
  };
  log.info('before');
  const both = await Promise.all(['one', 'two'].map((rule) => watch(() => exchange(rule))));
  log.info('after');
  expect(both).toEqual(
    ['one', 'two'].map((rule) => [
      rule,
      {
        records: [{ time: 1, decision: 'granted', rule }],
        entries: [{ event: 'begun', fields: { rule } }],
      },
    ]),
  );
});

test('passes everything on', () => {
  const seen = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const { log } = createWitness(seen);
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    log[level]('event', { level });
    expect(seen[level]).toHaveBeenCalledExactlyOnceWith('event', { level });
  }
});

test('throws what the thing throws', async () => {
  const { watch } = createWitness(silentLog);
  await expect(watch(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
