import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CookieRing,
  formatRing,
  foundCookieRing,
  parseRing,
  renewRing,
  SEAL_DELAY,
  sealingKey,
} from './cookie-ring.ts';

const DAY = 86_400;
const NOW = 1_767_225_600;
const schedule = { sealsFor: 30 * DAY, lifetime: 7 * DAY };

let made = 0;
const makeSecret = () => `secret${++made}`.padEnd(43, 'x');
const renew = (ring: CookieRing, now: number) => renewRing(ring, now, schedule, makeSecret);

describe('a ring', () => {
  it('stays as it is while its last secret is not old', () => {
    const ring = foundCookieRing(NOW, makeSecret);
    expect(renew(ring, NOW + 30 * DAY - 1)).toBe(ring);
    expect(sealingKey(ring, NOW)).toBe(ring[0]);
  });

  it('has its next secret there an hour before it seals', () => {
    const ring = foundCookieRing(NOW, makeSecret);
    const due = NOW + 30 * DAY;
    const next = renew(ring, due);
    expect(next).toHaveLength(2);
    expect(sealingKey(next, due + SEAL_DELAY - 1)).toBe(next[0]);
    expect(sealingKey(next, due + SEAL_DELAY)).toBe(next[1]);
    expect(renew(next, due)).toBe(next);
  });

  it('gives up a secret when nothing that it sealed can be alive, and keeps the newest three', () => {
    let ring = foundCookieRing(NOW, makeSecret);
    const [first] = ring;
    for (let month = 1; month <= 3; month++) ring = renew(ring, NOW + month * 31 * DAY);
    expect(ring).toHaveLength(3);
    expect(ring).not.toContain(first);
    const long = { ...schedule, lifetime: 365 * DAY };
    for (let month = 1; month < 12; month++) {
      ring = renewRing(ring, NOW + (3 + month) * 31 * DAY, long, makeSecret);
    }
    expect(ring.length).toBeGreaterThan(11);
  });

  it('seals with its first secret on a clock that was set back before all of them', () => {
    const ring = renew(foundCookieRing(NOW, makeSecret), NOW + 31 * DAY);
    expect(sealingKey(ring, NOW - 365 * DAY)).toBe(ring[0]);
  });

  it('takes a secret from nobody whose clock ran ahead for a while, and goes on when it is set right', () => {
    const ring = foundCookieRing(NOW, makeSecret);
    const ahead = renew(ring, NOW + 3650 * DAY);
    expect(ahead).toHaveLength(2);
    expect(ahead[0]).toBe(ring[0]);
    const right = renew(ahead, NOW + DAY);
    expect(right.map(({ secret }) => secret)).toEqual(ahead.map(({ secret }) => secret));
    expect(right[1]?.from).toBe(NOW + DAY + SEAL_DELAY);
    expect(renew(right, NOW + DAY)).toBe(right);
  });

  it('that was founded on a clock that ran ahead counts from when it is set right', () => {
    const ring = renew(foundCookieRing(NOW + 3650 * DAY, makeSecret), NOW);
    expect(ring).toHaveLength(1);
    expect(sealingKey(ring, NOW)).toBe(ring[0]);
    expect(renew(ring, NOW + 30 * DAY)).toHaveLength(2);
  });

  it('has what sealed a text for as long as that may live, whenever it is looked at (property)', () => {
    const steps = fc.array(fc.integer({ min: 60, max: 45 * DAY }), { maxLength: 30 });
    fc.assert(
      fc.property(steps, (waits) => {
        let now = NOW;
        let ring = foundCookieRing(now, makeSecret);
        const sealed: { readonly secret: string; readonly until: number }[] = [];
        for (const wait of waits) {
          sealed.push({ secret: sealingKey(ring, now).secret, until: now + schedule.lifetime });
          now += wait;
          ring = renew(ring, now);
          const secrets = ring.map(({ secret }) => secret);
          for (const { secret, until } of sealed)
            if (now < until) expect(secrets).toContain(secret);
          expect(parseRing(formatRing(ring))).toEqual(ring);
        }
      }),
    );
  });
});

describe('parseRing', () => {
  const [key] = foundCookieRing(NOW, makeSecret);

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no version', JSON.stringify({ keys: [key] })],
    ['another version', JSON.stringify({ v: 2, keys: [key] })],
    ['no keys', JSON.stringify({ v: 1 })],
    ['no key', JSON.stringify({ v: 1, keys: [] })],
    ['a key that is none', JSON.stringify({ v: 1, keys: [key, null] })],
    ['a short secret', JSON.stringify({ v: 1, keys: [{ ...key, secret: 'x' }] })],
    [
      'a secret of other characters',
      JSON.stringify({ v: 1, keys: [{ ...key, secret: '+'.repeat(43) }] }),
    ],
    ['no time', JSON.stringify({ v: 1, keys: [{ ...key, from: '1' }] })],
    ['part of a second', JSON.stringify({ v: 1, keys: [{ ...key, from: 0.5 }] })],
  ])('refuses %s', (_, text) => {
    expect(parseRing(text)).toBeUndefined();
  });

  it('takes no other JSON, and throws for nothing (property)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(parseRing(text)).toBeUndefined();
      }),
    );
  });
});
