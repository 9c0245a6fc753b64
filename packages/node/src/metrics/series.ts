import type { MetricRow } from '@drawbridge/core';

/** Upper bounds of a histogram's buckets, in seconds: from an exchange that waits for nothing to one that waits for an upstream. */
export const BUCKETS: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** One line of figures: a metric with one value for each of its labels. */
export interface Series {
  /** In the order of the metric's labels. */
  readonly labels: readonly string[];
  /** What it stands at; of a histogram the sum. */
  value: number;
  /** How many values went into each bucket and no lower one, the last for those above all; of a histogram alone. */
  readonly buckets: number[];
}

/** All series of one metric. */
export interface Family {
  readonly name: string;
  readonly row: MetricRow;
  /** The series with these labels; made when it is first asked for. */
  find(labels: Readonly<Record<string, string>>): Series;
  /** In the order in which they were made. */
  readonly series: readonly Series[];
}

interface Level {
  readonly next: Map<string, Level>;
  series?: Series;
}

/** Makes a family without series. Finding one walks a map for each label and builds no text: it is done for each call. */
export function createFamily(name: string, row: MetricRow): Family {
  const root: Level = { next: new Map() };
  const all: Series[] = [];

  function add(level: Level, labels: Readonly<Record<string, string>>): Series {
    level.series = {
      labels: row.labels.map((label) => labels[label] ?? ''),
      value: 0,
      buckets: row.kind === 'histogram' ? Array<number>(BUCKETS.length + 1).fill(0) : [],
    };
    all.push(level.series);
    return level.series;
  }

  return {
    name,
    row,
    series: all,
    find(labels) {
      let level = root;
      for (const label of row.labels) {
        const value = labels[label] ?? '';
        let next = level.next.get(value);
        if (next === undefined) level.next.set(value, (next = { next: new Map() }));
        level = next;
      }
      return level.series ?? add(level, labels);
    },
  };
}

/** Adds a value to a histogram's series. */
export function observe(series: Series, value: number): void {
  let index = 0;
  while (index < BUCKETS.length && value > (BUCKETS[index] as number)) index++;
  series.buckets[index] = (series.buckets[index] ?? 0) + 1;
  series.value += value;
}
