import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ownCpuMicroseconds } from './own-cpu-time.ts';

const spin = (milliseconds: number) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) createHash('sha256').update('x').digest();
};

describe('ownCpuMicroseconds', () => {
  it('takes the inputs in turn, one at a time', async () => {
    const seen: string[] = [];
    let running = 0;
    await ownCpuMicroseconds(
      async (input: string) => {
        seen.push(input);
        expect(++running).toBe(1);
        await sleep(1);
        running--;
      },
      ['a', 'b', 'c'],
      10,
    );
    expect(seen.length).toBeGreaterThan(1);
    expect('abc'.repeat(seen.length)).toContain(seen.join(''));
    expect(seen[0]).toBe('a');
  });

  it('charges work for the CPU and not for the time that it waits', async () => {
    const waits = await ownCpuMicroseconds(() => sleep(20), [1], 100);
    const works = await ownCpuMicroseconds(() => spin(20), [1], 100);
    expect(waits).toBeLessThan(10_000);
    expect(works).toBeGreaterThan(2 * waits);
  });

  it('fails when the work does', async () => {
    const refuse = () => {
      throw new Error('refused');
    };
    await expect(ownCpuMicroseconds(refuse, [1], 5)).rejects.toThrow('refused');
    await expect(
      ownCpuMicroseconds(() => Promise.reject(new Error('later')), [1], 5),
    ).rejects.toThrow('later');
  });
});
