import { type Figure, verdict } from './harness/figure.ts';

/** The figures as a table for a person, each with its verdict. */
export function formatTable(figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'value', '', 'ratio', 'interval', 'aim', 'verdict', 'against'],
    ...figures.map((figure) => [
      `${figure.bench} ${figure.figure}`,
      String(figure.value),
      figure.unit,
      figure.ratio.toFixed(3),
      `${figure.low.toFixed(3)} to ${figure.high.toFixed(3)}`,
      `${figure.better === 'higher' ? '>=' : '<='} ${figure.aim}`,
      verdict(figure),
      figure.against,
    ]),
  ];
  const widths = (rows[0] as string[]).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] as string).length)),
  );
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] as number)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
