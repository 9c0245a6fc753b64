import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from './retry-after.ts';

const NOW = Date.UTC(2026, 10, 26, 4, 0, 0);

describe('parseRetryAfter', () => {
  it.each([
    ['not there', null],
    ['empty', ''],
    ['negative', '-1'],
    ['a fraction', '1.5'],
    ['a number of another kind', '0x10'],
    ['an exponent', '1e3'],
    ['too many digits', '99999999999'],
    ['a date of another form', '2026-11-26T04:00:10Z'],
    ['a year alone', 'Sun 99999999'],
    ['words', 'soon'],
    ['two values', '5, 10'],
  ])('takes nothing that is neither seconds nor a date: %s', (_, value) => {
    expect(parseRetryAfter(value, NOW)).toBeUndefined();
  });

  it.each([
    ['0', 0],
    ['7', 7],
    [' 7 ', 7],
    ['9999999999', 86_400],
    ['Thu, 26 Nov 2026 04:00:10 GMT', 10],
    ['Thursday, 26-Nov-26 04:00:10 GMT', 10],
    ['Thu Nov 26 04:00:10 2026 GMT', 10],
    ['Thu, 26 Nov 2026 03:00:00 GMT', 0],
    ['Sat, 26 Nov 2033 03:00:00 GMT', 86_400],
  ])('reads %j', (value, seconds) => {
    expect(parseRetryAfter(value, NOW)).toBe(seconds);
  });

  it('answers nothing, or from 0 seconds to a day, whatever it is given', () => {
    const field = fc.oneof(fc.string(), fc.integer().map(String), fc.date().map(String));
    fc.assert(
      fc.property(field, fc.integer(), (value, now) => {
        const seconds = parseRetryAfter(value, now);
        expect(seconds === undefined || (seconds >= 0 && seconds <= 86_400)).toBe(true);
      }),
    );
  });
});
