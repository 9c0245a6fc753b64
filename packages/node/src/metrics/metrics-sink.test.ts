import { METRICS, type Metrics } from '@drawbridge/core';
import { replyText, testCall } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { createMetricsSink, type MetricsSink } from './metrics-sink.ts';

const sinks: MetricsSink[] = [];
afterEach(() => Promise.all(sinks.splice(0).map(({ service }) => service.close())));

function setUp(): MetricsSink {
  const sink = createMetricsSink();
  sinks.push(sink);
  return sink;
}

async function scrape({ service }: MetricsSink, accept?: string): Promise<string> {
  const reply = await service.handle(
    testCall({ target: '/metrics', headers: accept === undefined ? [] : [['accept', accept]] }),
  );
  expect(reply.status).toBe(200);
  return replyText(reply);
}

/** The lines of one metric, without its head. */
function samples(text: string, name: string): readonly string[] {
  return text.split('\n').filter((line) => line.startsWith(name));
}

describe('createMetricsSink', () => {
  it.each([
    ['GET', '/', 404],
    ['GET', '/metrics/', 404],
    ['GET', '/token', 404],
    ['POST', '/metrics', 405],
  ])('answers %s %s with %i', async (method, target, status) => {
    const { service } = setUp();
    expect(await service.handle(testCall({ method, target }))).toMatchObject({ status });
  });

  it('lists every metric of the table with its kind, before anything happened', async () => {
    const text = await scrape(setUp());
    for (const [name, { kind, help }] of Object.entries(METRICS)) {
      expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`);
    }
    expect(text).not.toMatch(/^drawbridge_/m);
  });

  it('counts by labels', async () => {
    const sink = setUp();
    const { metrics } = sink;
    metrics.count('drawbridge_exchanges_total', { code: 'ok', issuer: 'https://a.test' });
    metrics.count('drawbridge_exchanges_total', { issuer: 'https://a.test', code: 'ok' });
    metrics.count('drawbridge_exchanges_total', { code: 'ok', issuer: '' });
    metrics.count('drawbridge_audit_failures_total', {});
    const text = await scrape(sink);
    expect(samples(text, 'drawbridge_exchanges_total')).toEqual([
      'drawbridge_exchanges_total{code="ok",issuer="https://a.test"} 2',
      'drawbridge_exchanges_total{code="ok",issuer=""} 1',
    ]);
    expect(samples(text, 'drawbridge_audit')).toEqual(['drawbridge_audit_failures_total 1']);
  });

  it('keeps what a gauge stands at', async () => {
    const sink = setUp();
    sink.metrics.set('drawbridge_ready', { part: 'exchange' }, 0);
    sink.metrics.set('drawbridge_ready', { part: 'exchange' }, 1);
    expect(samples(await scrape(sink), 'drawbridge_ready')).toEqual([
      'drawbridge_ready{part="exchange"} 1',
    ]);
  });

  it('counts a value in its bucket and all above, and sums up', async () => {
    const sink = setUp();
    for (const value of [0.0005, 0.3, 99]) {
      sink.metrics.observe('drawbridge_exchange_duration_seconds', { outcome: 'granted' }, value);
    }
    const lines = samples(await scrape(sink), 'drawbridge_exchange_duration_seconds');
    const count = (le: string) =>
      lines
        .find((line) => line.includes(`le="${le}"`))
        ?.split(' ')
        .at(-1);
    expect(['0.0005', '0.25', '0.5', '10.0', '+Inf'].map(count)).toEqual(['1', '1', '2', '2', '3']);
    expect(lines.slice(-2)).toEqual([
      'drawbridge_exchange_duration_seconds_sum{outcome="granted"} 99.3005',
      'drawbridge_exchange_duration_seconds_count{outcome="granted"} 3',
    ]);
  });

  it('has figures of the process', async () => {
    const text = await scrape(setUp());
    const value = (name: string) => Number(samples(text, `${name} `)[0]?.split(' ')[1]);
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(1e7);
    expect(value('process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(value('process_start_time_seconds')).toBeLessThan(Date.now() / 1000);
    expect(value('nodejs_eventloop_lag_max_seconds')).toBeGreaterThanOrEqual(0);
    if (process.platform === 'linux') expect(value('process_open_fds')).toBeGreaterThan(3);
  });

  it.each([
    [undefined, false],
    ['*/*', false],
    ['text/plain;version=0.0.4', false],
    ['application/openmetrics-text; q=0, text/plain', false],
    ['application/openmetrics-text;version=2.0.0', false],
    ['application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3', true],
    ['application/openmetrics-text', true],
  ])('to who accepts %s it speaks OpenMetrics: %s', async (accept, openMetrics) => {
    const sink = setUp();
    sink.metrics.count('drawbridge_audit_failures_total', {});
    const text = await scrape(sink, accept);
    expect(text.endsWith('\n# EOF\n')).toBe(openMetrics);
    expect(text.includes('# TYPE drawbridge_audit_failures counter')).toBe(openMetrics);
    expect(text).toContain('\ndrawbridge_audit_failures_total 1\n');
  });

  it('never lets a label forge a line or another label (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: anyCharacter, maxLength: 20 }), async (issuer) => {
        const sink = setUp();
        const count: Metrics['count'] = sink.metrics.count;
        count('drawbridge_exchanges_total', { code: 'ok', issuer });
        const [line = ''] = samples(await scrape(sink), 'drawbridge_exchanges_total');
        const [, value = ''] =
          /^drawbridge_exchanges_total\{code="ok",issuer="((?:[^"\\\n]|\\[\\n"])*)"\} 1$/.exec(
            line,
          ) ?? [];
        const back = value.replaceAll(/\\([\\n"])/g, (_, at: string) => (at === 'n' ? '\n' : at));
        expect(back).toBe(issuer);
      }),
      { numRuns: 50 },
    );
  });
});
