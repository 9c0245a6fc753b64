import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogRecorder, createTestClock, type TestClock } from '@drawbridge/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type Certificate, certify, certifyExpired } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { certificateTerm } from '../certificates/certificate-term.ts';
import { createMetricsSink, type MetricsSink } from '../metrics/metrics-sink.ts';
import { type TermWatch, watchTerms } from './watch-terms.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

describeWith(['openssl'], 'watchTerms', () => {
  let folder: string;
  /** Good for two days. */
  let fresh: Certificate;
  /** Of 2020. */
  let old: Certificate;
  let clock: TestClock;
  let log: ReturnType<typeof createLogRecorder>;
  let sink: MetricsSink;
  let terms: TermWatch;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-terms-'));
    fresh = await certify(folder, 'fresh', 'DNS:a');
    old = await certifyExpired(folder, 'old', 'DNS:b', fresh);
  });
  afterAll(() => rm(folder, { recursive: true }));

  beforeEach(() => {
    vi.useFakeTimers();
    log = createLogRecorder();
    sink = createMetricsSink();
  });
  afterEach(async () => {
    terms.close();
    await sink.service.close();
    vi.useRealTimers();
  });

  function watchFrom(seconds: number): void {
    clock = createTestClock(seconds);
    terms = watchTerms({ clock, log, metrics: sink.metrics });
  }

  function pass(seconds: number): void {
    for (let passed = 0; passed < seconds; passed += HOUR) {
      clock.advance(HOUR);
      vi.advanceTimersByTime(HOUR * 1000);
    }
  }

  const told = () => log.entries.map(({ level, event }) => `${level} ${event}`);
  const begin2021 = Date.UTC(2021, 0, 1) / 1000;

  it('tells once a day of one that ends within two weeks, and of its end', () => {
    watchFrom(begin2021 - 16 * DAY);
    terms.watch('exchange', old.cert);
    expect(told()).toEqual([]);
    pass(2 * DAY);
    expect(log.entries).toEqual([
      {
        level: 'warn',
        event: 'certificate ends soon',
        fields: { listener: 'exchange', days: 14, ends: '2021-01-01T00:00:00.000Z' },
      },
    ]);
    pass(DAY - HOUR);
    expect(told()).toHaveLength(1);
    pass(HOUR);
    expect(log.entries[1]).toMatchObject({ fields: { days: 13 } });
    pass(13 * DAY);
    expect(told().filter((line) => line === 'warn certificate ends soon')).toHaveLength(14);
    expect(told().at(-1)).toBe('error certificate has ended');
    pass(DAY);
    expect(told().slice(-2)).toEqual(Array(2).fill('error certificate has ended'));
  });

  it('tells at once of one that has ended, and nothing more once it is replaced', () => {
    watchFrom(certificateTerm(fresh.cert).begins / 1000);
    terms.watch('exchange', old.cert);
    expect(told()).toEqual(['error certificate has ended']);
    terms.watch('exchange', fresh.cert);
    pass(DAY + HOUR);
    expect(told()).toHaveLength(1);
  });

  it('tells again of the same when it is told to watch it again', () => {
    watchFrom(begin2021);
    terms.watch('exchange', old.cert);
    terms.watch('exchange', old.cert);
    expect(told()).toHaveLength(2);
  });

  it('tells of one that lives for days when a fifth is left, not before', () => {
    const { begins } = certificateTerm(fresh.cert);
    watchFrom(begins / 1000);
    terms.watch('exchange', fresh.cert);
    pass(38 * HOUR);
    expect(told()).toEqual([]);
    pass(HOUR);
    expect(told()).toEqual(['warn certificate ends soon']);
  });

  it('tells of one that has not begun', () => {
    watchFrom(Date.UTC(2019, 11, 31) / 1000);
    terms.watch('documents', old.cert);
    expect(log.entries[0]).toEqual({
      level: 'error',
      event: 'certificate has not begun',
      fields: {
        listener: 'documents',
        begins: '2020-01-01T00:00:00.000Z',
        ends: '2021-01-01T00:00:00.000Z',
      },
    });
  });

  it('keeps the end as a figure', async () => {
    watchFrom(begin2021);
    terms.watch('exchange', old.cert);
    terms.watch('documents', fresh.cert);
    const call = {
      method: 'GET',
      target: '/metrics',
      headers: [],
      body: null,
      peer: { address: '::1' },
    };
    const signal = new AbortController().signal;
    const { body } = await sink.service.handle({ ...call, signal });
    const name = 'drawbridge_certificate_end_timestamp_seconds';
    expect(body).toContain(`${name}{listener="exchange"} 1609459200\n`);
    expect(body).toContain(
      `${name}{listener="documents"} ${certificateTerm(fresh.cert).ends / 1000}\n`,
    );
  });
});
