import type { ReachReport } from '@drawbridge/clouds/aws';
import { createStyle } from '@drawbridge/node';
import { describe, expect, it } from 'vitest';
import { showReach } from './show-reach.ts';

const LATE: ReachReport['paths'][number] = {
  issuer: 'https://gitlab.internal',
  rule: 'r',
  role: 'arn:aws:iam::111122223333:role/prod-admin',
  statement: 'Statement 1',
  answer: {
    reach: 'undecided',
    reasons: [{ at: 'The search', seen: 'it came to its end', wanted: 'more time', fix: 'Wait.' }],
  },
};

function shown(report: ReachReport): string {
  const options = { issuer: 'https://bridge.example.com', roles: [] };
  return showReach(report, options, createStyle({ isTTY: false }, {}));
}

describe('showReach', () => {
  it.each([
    [1, '1 pair was not searched for want of time: ask for one role (--role)'],
    [2, '2 pairs were not searched for want of time: ask for one role (--role)'],
  ])('says at its end that %d were not searched', (unsearched, text) => {
    const paths = Array.from({ length: unsearched }, () => LATE);
    const last = shown({ paths, pairs: 5, unsearched }).split('\n').at(-1);
    expect(last).toContain(text);
  });

  it('does not speak of it where all were', () => {
    const text = shown({ paths: [LATE], pairs: 5, unsearched: 0 });
    expect(text).not.toContain('not searched');
  });
});
