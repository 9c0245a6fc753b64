import { expect, it } from 'vitest';
import { createTally, formatCounts } from './tally.ts';

it('counts what was lost as sent, and what was refused not', () => {
  const tally = createTally();
  tally.connected();
  for (let count = 0; count < 3; count++) tally.answered();
  tally.lost('ECONNRESET');
  tally.lost('ECONNRESET');
  tally.refused('ECONNREFUSED');
  expect(formatCounts(tally.counts())).toBe(
    '5 sent over 1 connections, 3 answered, 2 lost, 1 connections refused; ' +
      'lost: ECONNRESET (2); refused: ECONNREFUSED (1)',
  );
});
