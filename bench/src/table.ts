import { type Figure, verdict } from './harness/figure.ts';

/** The figures as a table for a person, each with its verdict. */
export function formatTable(figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'value', '', 'ratio', 'interval', 'aim', 'verdict', 'against'],
    ...figures.map((figure) => [
      `${figure.bench} ${figure.figure}`,
      String(figure.value),
      figure.unit,
      showRatio(figure.ratio),
      `${showRatio(figure.low)} to ${showRatio(figure.high)}`,
      figure.aim === undefined ? '' : `${figure.better === 'higher' ? '>=' : '<='} ${figure.aim}`,
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

/** One lost request in a million is not 0.000. */
function showRatio(ratio: number): string {
  return ratio !== 0 && Math.abs(ratio) < 0.001 ? ratio.toExponential(1) : ratio.toFixed(3);
}
