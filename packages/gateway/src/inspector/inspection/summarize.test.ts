import { describe, expect, it } from 'vitest';
import type { Signature } from './inspection.ts';
import { MASK } from './mask.ts';
import { summarize } from './summarize.ts';

const now = Date.UTC(2026, 0, 1) / 1000;
const of = (claims: object, state: Signature['state'] = 'verified') =>
  summarize({
    claims: { ...claims },
    signature: { state, algorithm: 'HS256', why: '' },
    now,
    mask: MASK,
  });

describe('who, and until when', () => {
  it.each([
    [
      'one that has ended',
      { exp: now - 7_200 },
      'a@b.test, ended 2025-12-31 22:00 UTC (2 h ago), signature verified',
    ],
    [
      'one that ends now',
      { exp: now },
      'a@b.test, ended 2026-01-01 00:00 UTC (now), signature verified',
    ],
    [
      'one that begins later',
      { nbf: now + 60, exp: now + 120 },
      'a@b.test, good only from 2026-01-01 00:01 UTC (in 1 min) on, signature verified',
    ],
    ['one without an end', {}, 'a@b.test, without an end, signature verified'],
    ['an end that no calendar has', { exp: 1e300 }, 'a@b.test, without an end, signature verified'],
    [
      'one that is good',
      { exp: now + 10_800 },
      'a@b.test, good until 2026-01-01 03:00 UTC (in 3 h), signature verified',
    ],
  ])('says it of %s', (_, claims, line) => {
    expect(of({ username: 'a@b.test', ...claims })).toBe(line);
  });

  it('never says of a forged one that it is good without saying so', () => {
    expect(of({ sub: 'ada', exp: now + 60 }, 'forged')).toContain('the signature is forged');
    expect(of({ sub: 'ada', exp: now + 60 }, 'not signed')).toContain('and not signed');
    expect(of({ sub: 'ada', exp: now + 60 }, 'not checked')).toContain('signature not checked');
  });

  it('names nobody where nobody is named, and repeats neither a token nor a text without an end', () => {
    const token = `ey${'J'.repeat(40)}.ey${'J'.repeat(40)}.abc`;
    expect(of({ username: '', sub: 7 })).toMatch(/^Nobody is named, /);
    expect(of({ username: token })).not.toContain(token);
    expect(of({ username: 'x'.repeat(5_000) }).length).toBeLessThan(120);
  });
});
