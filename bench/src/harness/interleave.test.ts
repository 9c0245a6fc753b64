import { describe, expect, it } from 'vitest';
import { interleave } from './interleave.ts';

describe('interleave', () => {
  it('warms up once, then takes both sides by turns in swapped order', async () => {
    const calls: string[] = [];
    const rounds: number[] = [];
    const pairs = await interleave(
      3,
      {
        subject: () => Promise.resolve(calls.push('s')),
        reference: () => Promise.resolve(calls.push('r')),
      },
      (round) => rounds.push(round),
    );
    expect(calls.join('')).toBe('rs' + 'sr' + 'rs' + 'sr');
    expect(rounds).toEqual([0, 1, 2, 3]);
    expect(pairs).toEqual([
      { subject: 3, reference: 4 },
      { reference: 5, subject: 6 },
      { subject: 7, reference: 8 },
    ]);
  });

  it('never measures both sides at the same time', async () => {
    let running = 0;
    const side = async () => {
      expect(++running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      return running--;
    };
    await interleave(2, { subject: side, reference: side });
  });
});
