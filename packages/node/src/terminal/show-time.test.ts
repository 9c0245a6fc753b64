import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showTime } from './show-time.ts';

const NOW = 1_767_225_600;

describe('showTime', () => {
  it('never throws, whatever number a token holds (property)', () => {
    fc.assert(
      fc.property(fc.double(), (seconds) => {
        expect(showTime(seconds, NOW)).toMatch(/\(.+\)$/);
      }),
    );
    expect(showTime(Number.MAX_SAFE_INTEGER, NOW)).toBe('9007199254740991 (beyond the calendar)');
  });

  it.each([
    [0, 'now'],
    [1, 'in 1 second'],
    [-1, '1 second ago'],
    [119, 'in 119 seconds'],
    [120, 'in 2 minutes'],
    [-7199, '119 minutes ago'],
    [7200, 'in 2 hours'],
    [-172_799, '47 hours ago'],
    [172_800, 'in 2 days'],
    [864_000, 'in 10 days'],
  ])('%d seconds away is "%s"', (distance, words) => {
    expect(showTime(NOW + distance, NOW)).toMatch(new RegExp(`\\(${words}\\)$`));
  });

  it('begins with the time in ISO 8601, without milliseconds', () => {
    expect(showTime(NOW, NOW)).toBe('2026-01-01T00:00:00Z (now)');
  });
});
