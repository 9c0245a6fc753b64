import { expect, it } from 'vitest';
import { formatTable } from './table.ts';

it('lines the figures up under their heads', () => {
  const figure = {
    bench: 'exchange',
    value: 1200,
    unit: 'us CPU/request',
    against: 'a limit',
    ratio: 0.71,
    low: 0.7,
    high: 0.72,
    aim: 0.7,
  };
  const table = formatTable([
    { ...figure, figure: 'rs256', better: 'higher' },
    { ...figure, figure: 'start', value: 90.5, unit: 'ms', better: 'lower' },
    {
      ...figure,
      figure: 'lost',
      value: 1,
      better: 'lower',
      ratio: 4e-5,
      low: 0,
      high: 1e-4,
      aim: 0,
    },
    { ...figure, figure: 'known', better: 'higher', aim: undefined },
  ]);
  expect(table).toBe(`\
figure          value                  ratio   interval         aim     verdict    against
exchange rs256  1200   us CPU/request  0.710   0.700 to 0.720   >= 0.7  met        a limit
exchange start  90.5   ms              0.710   0.700 to 0.720   <= 0.7  undecided  a limit
exchange lost   1      us CPU/request  4.0e-5  0.000 to 1.0e-4  <= 0    undecided  a limit
exchange known  1200   us CPU/request  0.710   0.700 to 0.720           none       a limit
`);
});
