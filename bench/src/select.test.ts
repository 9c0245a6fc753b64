import { describe, expect, it } from 'vitest';
import { UsageError } from './arguments.ts';
import { selectMeasurements } from './select.ts';

const measurement = (...figures: string[]) => ({ figures, measure: () => Promise.resolve([]) });
const start = measurement('start-to-ready');
const latency = measurement('latency-p50', 'latency-p99');
const all = [start, latency];

describe('selectMeasurements', () => {
  it.each(['', 'start', 'latency', 'Latency-p50', 'constructor', 'x*'])(
    'refuses the figure %j and tells those there are',
    (name) => {
      const select = () => selectMeasurements(all, ['start-to-ready', name]);
      expect(select).toThrow(UsageError);
      expect(select).toThrow('start-to-ready, latency-p50, latency-p99');
    },
  );

  it('takes all without a wish, and in their order what is wished for', () => {
    expect(selectMeasurements(all, undefined)).toEqual(all);
    expect(selectMeasurements(all, ['latency-p99', 'start-to-ready'])).toEqual(all);
  });

  it('leaves out what is measured only if named', () => {
    const soak = { ...measurement('memory'), onlyIfNamed: true };
    expect(selectMeasurements([start, soak], undefined)).toEqual([start]);
    expect(selectMeasurements([start, soak], ['memory'])).toEqual([soak]);
  });

  it('measures once what two figures come of', () => {
    expect(selectMeasurements(all, ['latency-p50', 'latency-p99'])).toEqual([latency]);
    expect(selectMeasurements(all, ['latency-*'])).toEqual([latency]);
  });
});
