import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showUntil } from './until.ts';

const NOW = Date.UTC(2026, 2, 1, 9) / 1000;

function show(seconds: number, timeZone = 'UTC') {
  return showUntil({ now: NOW, expiresAt: NOW + seconds, timeZone })
    .toString()
    .replace(/<[^>]*>/g, '');
}

describe('showUntil', () => {
  it.each([
    [-1, 'This ended at Sunday'],
    [0, 'This ended at Sunday'],
    [1, 'Good for less than a minute, until'],
    [119, 'Good for 1 minute, until'],
    [3_600, 'Good for 60 minutes, until'],
    [5_400, 'Good for 1 and a half hours, until'],
    [12 * 3_600 - 1, 'Good for 11 and a half hours, until'],
    [36 * 3_600, 'Good for 1 and a half days, until'],
    [90 * 86_400, 'Good for 90 days, until'],
  ])('of %i seconds says %s', (seconds, words) => {
    expect(show(seconds)).toContain(words);
  });

  it('says the day and the time where the person is', () => {
    expect(show(3_600, 'Europe/London')).toContain('Sunday 1 March at 10:00 GMT');
    expect(show(3_600, 'Asia/Tokyo')).toContain('Sunday 1 March at 19:00 GMT+9');
  });

  it('never promises more than there is', () => {
    const units: Record<string, number> = { minute: 60, hour: 3_600, day: 86_400 };
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 10_000_000 }), (seconds) => {
        const [, count, half, unit] =
          /Good for (\d+)( and a half)? (minute|hour|day)s?,/.exec(show(seconds)) ?? [];
        const promised =
          (Number(count) + (half === undefined ? 0 : 0.5)) * (units[unit ?? ''] ?? 0);
        expect(promised).toBeLessThanOrEqual(seconds);
        expect(promised).toBeGreaterThan(seconds * 0.6 - 60);
      }),
    );
  });

  it('has the time for a program too', () => {
    const shown = showUntil({ now: NOW, expiresAt: NOW + 90.5, timeZone: 'UTC' }).toString();
    expect(shown).toContain('<time datetime="2026-03-01T09:01:30.500Z">');
  });
});
