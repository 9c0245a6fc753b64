import { expect, test } from 'vitest';
import { exposeFamilies, type FamilyFigures, PROMETHEUS } from '../metrics/exposition.ts';
import { NOT_STARTED } from '../service/health.ts';
import { figuresOfAll, readinessOfAll } from './ask-workers.ts';

const family = (name: string, labels: readonly string[], ...values: readonly number[]) => ({
  name,
  row: { kind: 'counter', help: `${name}.`, labels } as const,
  series: values.map((value, index) => ({
    labels: labels.map((label) => `${label}-${index}`),
    value,
    buckets: [],
  })),
});

const answering = (answers: Readonly<Record<number, unknown>>) => ({
  ask: () =>
    Promise.resolve(
      new Map(Object.entries(answers).map(([number, answer]) => [Number(number), answer])),
    ),
});

test('figures of all have each family once, and each series with whose it is', async () => {
  const own: readonly FamilyFigures[] = [family('b_total', []), family('own_total', [], 7)];
  const workers = answering({
    1: [family('a_total', ['x'], 1, 2), family('b_total', [], 3)],
    2: [family('a_total', ['x'], 5)],
  });
  expect(exposeFamilies(await figuresOfAll(own, workers), PROMETHEUS)).toBe(`\
# HELP b_total b_total.
# TYPE b_total counter
b_total{worker="1"} 3
# HELP own_total own_total.
# TYPE own_total counter
own_total{worker="primary"} 7
# HELP a_total a_total.
# TYPE a_total counter
a_total{x="x-0",worker="1"} 1
a_total{x="x-1",worker="1"} 2
a_total{x="x-0",worker="2"} 5
`);
});

test('figures of a primary that has no workers yet are its own', async () => {
  const [only] = await figuresOfAll([family('own_total', [], 7)], undefined);
  expect(only).toMatchObject({ series: [{ labels: ['primary'], value: 7 }] });
});

test('all are ready when one is, and as the first that answers when none is', async () => {
  const no = { ready: false, checks: [{ name: 'signing-key', ok: false }] };
  const yes = { ready: true, checks: [{ name: 'signing-key', ok: true }] };
  expect(await readinessOfAll(answering({ 1: no, 2: yes }))).toEqual(yes);
  expect(await readinessOfAll(answering({ 1: no, 2: NOT_STARTED }))).toEqual(no);
  expect(await readinessOfAll(answering({}))).toEqual(NOT_STARTED);
});
