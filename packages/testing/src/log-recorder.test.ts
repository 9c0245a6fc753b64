import { describe, expect, it } from 'vitest';
import { createLogRecorder } from './log-recorder.ts';

describe('createLogRecorder', () => {
  it('keeps every event of every level, in order', () => {
    const log = createLogRecorder();
    log.debug('one');
    log.info('two', { n: 1 });
    log.warn('three', { gone: undefined });
    log.error('four', { secret: 'planted' });
    expect(log.entries).toEqual([
      { level: 'debug', event: 'one', fields: {} },
      { level: 'info', event: 'two', fields: { n: 1 } },
      { level: 'warn', event: 'three', fields: { gone: undefined } },
      { level: 'error', event: 'four', fields: { secret: 'planted' } },
    ]);
    expect(log.text()).toContain('planted');
  });
});
