import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createMissedKids } from './missed-kids.ts';

function setUp(limit = 1000) {
  const clock = createTestClock();
  return { clock, missed: createMissedKids({ ttl: 60_000, limit, clock }) };
}

describe('createMissedKids', () => {
  it.each(['a', '', '__proto__', undefined])('remembers %j for its time', (kid) => {
    const { clock, missed } = setUp();
    expect(missed.has(kid)).toBe(false);
    missed.add(kid);
    clock.advance(59.999);
    expect(missed.has(kid)).toBe(true);
    clock.advance(0.001);
    expect(missed.has(kid)).toBe(false);
  });

  it('remembers anew what is added anew', () => {
    const { clock, missed } = setUp();
    missed.add('a');
    clock.advance(59);
    missed.add('a');
    clock.advance(59);
    expect(missed.has('a')).toBe(true);
  });

  it('remembers no more than its limit, and drops the one that was added first', () => {
    const { missed } = setUp(3);
    for (const kid of ['a', 'b', 'c', 'a', 'd']) missed.add(kid);
    expect(['a', 'b', 'c', 'd'].map((kid) => missed.has(kid))).toEqual([true, false, true, true]);
    for (let index = 0; index < 10_000; index++) missed.add(`${index}`);
    const kept = Array.from({ length: 10_000 }, (_, index) => missed.has(`${index}`));
    expect(kept.filter(Boolean)).toHaveLength(3);
  });

  it('keeps no long ones', () => {
    const { missed } = setUp();
    missed.add('x'.repeat(256));
    missed.add('x'.repeat(257));
    expect([256, 257].map((length) => missed.has('x'.repeat(length)))).toEqual([true, false]);
  });
});
