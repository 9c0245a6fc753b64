import { describe, expect, it } from 'vitest';
import { cpuMicroseconds, readCpuTime } from './cpu-time.ts';

describe('cpuMicroseconds', () => {
  it('adds up all threads, those that began in between too', () => {
    const before = new Map([['1', 5000]]);
    const after = new Map([
      ['1', 9000],
      ['2', 2000],
    ]);
    expect(cpuMicroseconds(before, after)).toBe(6);
  });

  it('does not lose the time of a thread that ended in silence', () => {
    expect(() => cpuMicroseconds(new Map([['7', 1]]), new Map())).toThrow('thread 7 ended');
  });
});

describe.runIf(process.platform === 'linux')('readCpuTime', () => {
  it('agrees with what the process says of itself', async () => {
    const own = process.cpuUsage();
    const before = await readCpuTime(process.pid);
    const end = performance.now() + 300;
    while (performance.now() < end);
    const measured = cpuMicroseconds(before, await readCpuTime(process.pid));
    const { user, system } = process.cpuUsage(own);
    expect(measured).toBeGreaterThan(0.8 * (user + system));
    expect(measured).toBeLessThan(1.2 * (user + system));
  });
});
