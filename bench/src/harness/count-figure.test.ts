import { describe, expect, it } from 'vitest';
import { countFigure } from './count-figure.ts';
import { verdict } from './figure.ts';

const plan = { bench: 'exchange', figure: 'lost', unit: 'lost', against: 'sent', aim: 0 };

describe('countFigure', () => {
  it('is missed at the first one, however many there were', () => {
    const figure = countFigure(plan, { counted: 1, of: 3_000_000 });
    expect(figure.value).toBe(1);
    expect(verdict(figure)).toBe('missed');
  });

  it('is met at none, and only if there were some', () => {
    expect(verdict(countFigure(plan, { counted: 0, of: 5 }))).toBe('met');
    expect(() => countFigure(plan, { counted: 0, of: 0 })).toThrow('nothing was counted');
  });
});
