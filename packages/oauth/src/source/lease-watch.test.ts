import { createTestClock } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { createLeaseWatch } from './lease-watch.ts';

const lease = { owner: 'another', term: 30_000 };
const at = (version: string) => ({ text: '', version });

it('lets a lease of another count until it was seen for its whole term, and not a moment longer', () => {
  const clock = createTestClock();
  const isHeld = createLeaseWatch(clock, 'self');
  expect(isHeld(lease, at('1'))).toBe(true);
  clock.advance(29.999);
  expect(isHeld(lease, at('1'))).toBe(true);
  clock.advance(0.001);
  expect(isHeld(lease, at('1'))).toBe(false);
});

it('counts anew where the lease was taken again', () => {
  const clock = createTestClock();
  const isHeld = createLeaseWatch(clock, 'self');
  isHeld(lease, at('1'));
  clock.advance(20);
  expect(isHeld(lease, at('2'))).toBe(true);
  clock.advance(20);
  expect(isHeld(lease, at('2'))).toBe(true);
  clock.advance(10);
  expect(isHeld(lease, at('2'))).toBe(false);
});

it('waits for nothing of its own, and not where nobody has a lease', () => {
  const isHeld = createLeaseWatch(createTestClock(), 'self');
  expect(isHeld({ ...lease, owner: 'self' }, at('1'))).toBe(false);
  expect(isHeld(undefined, at('1'))).toBe(false);
  expect(isHeld(lease, undefined)).toBe(false);
});

it('does not look at the time of day, which jumps', () => {
  const clock = createTestClock();
  const isHeld = createLeaseWatch(clock, 'self');
  isHeld(lease, at('1'));
  clock.step(-86_400);
  expect(isHeld(lease, at('1'))).toBe(true);
  clock.step(2 * 86_400);
  expect(isHeld(lease, at('1'))).toBe(true);
});
