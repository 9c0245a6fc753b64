import { describe, expect, it } from 'vitest';
import { parseMemory, readMemory } from './memory.ts';

/** Linux 6.1. */
const STATUS = `\
Name:\tnode
VmPeak:\t 1092780 kB
VmHWM:\t   72604 kB
VmRSS:\t   71580 kB
RssAnon:\t   24580 kB
`;

describe('parseMemory', () => {
  it('reads what is resident and was', () => {
    expect(parseMemory(STATUS)).toEqual({ resident: 71_580 * 1024, peak: 72_604 * 1024 });
  });

  it.each([
    '',
    STATUS.replace('VmRSS', 'VmRss'),
    STATUS.replaceAll('kB', 'MB'),
    'State:\tZ (zombie)',
  ])('refuses %j', (status) => {
    expect(() => parseMemory(status)).toThrow('has no VmRSS');
  });
});

describe.runIf(process.platform === 'linux')('readMemory', () => {
  it('agrees with what the process says of itself', async () => {
    const { resident, peak } = await readMemory(process.pid);
    const { rss } = process.memoryUsage();
    expect(resident).toBeGreaterThan(0.7 * rss);
    expect(resident).toBeLessThan(1.3 * rss);
    expect(peak).toBeGreaterThanOrEqual(resident);
  });
});
