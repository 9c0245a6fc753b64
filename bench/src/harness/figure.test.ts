import { describe, expect, it } from 'vitest';
import { type Figure, type FigurePlan, toFigure, toJsonLine, verdict } from './figure.ts';

const plan: FigurePlan = {
  bench: 'exchange',
  figure: 'rs256',
  unit: 'us CPU/request',
  against: 'a limit',
  aim: 0.7,
  better: 'higher',
  ratio: ({ subject, reference }) => reference / subject,
};

const pairs = [100, 110, 120, 130, 140, 150, 160].map((subject) => ({ subject, reference: 90 }));

describe('toFigure', () => {
  it('is the median of the subject, and the median of the ratios with its interval', () => {
    expect(toFigure(plan, pairs)).toEqual({
      ...plan,
      value: 130,
      ratio: 0.6923,
      low: 0.5625,
      high: 0.9,
    });
  });
});

describe('toJsonLine', () => {
  it('has the documented members in their order, on one line', () => {
    const line = toJsonLine(toFigure(plan, pairs));
    expect(line).not.toContain('\n');
    expect(Object.keys(JSON.parse(line))).toEqual([
      'bench',
      'figure',
      'value',
      'unit',
      'against',
      'ratio',
      'low',
      'high',
      'aim',
      'better',
    ]);
  });
});

describe('verdict', () => {
  const figure = (better: Figure['better'], low: number, high: number): Figure => ({
    ...toFigure(plan, pairs),
    aim: 0.7,
    better,
    low,
    high,
  });

  it.each([
    ['higher', 0.7, 0.8, 'met'],
    ['higher', 0.6, 0.69, 'missed'],
    ['higher', 0.6, 0.7, 'undecided'],
    ['lower', 0.6, 0.7, 'met'],
    ['lower', 0.71, 0.8, 'missed'],
    ['lower', 0.7, 0.8, 'undecided'],
  ] as const)('with better %s, %d to %d is %s', (better, low, high, expected) => {
    expect(verdict(figure(better, low, high))).toBe(expected);
  });
});
