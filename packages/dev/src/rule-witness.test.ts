import { silentLog } from '@drawbridge/core';
import { expect, test, vi } from 'vitest';
import { witnessRules } from './rule-witness.ts';

test('remembers the rule of the latest exchange, and nothing before the first', () => {
  const { log, latestRule } = witnessRules(silentLog);
  expect(latestRule()).toBeUndefined();
  log.info('token exchanged', { rule: 'first' });
  log.info('token exchanged', { rule: 'second' });
  log.info('call refused', { code: 'token_expired' });
  log.info('exchange ready');
  expect(latestRule()).toBe('second');
});

test('passes everything on', () => {
  const seen = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const { log } = witnessRules(seen);
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    log[level]('event', { level });
    expect(seen[level]).toHaveBeenCalledExactlyOnceWith('event', { level });
  }
});
