import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { type MetricRow, METRICS } from './metrics.ts';

const rows = Object.entries<MetricRow>(METRICS);

it('is what docs/observability.md lists', async () => {
  const page = await readFile(new URL('../../../docs/observability.md', import.meta.url), 'utf8');
  const listed = page
    .split('\n')
    .filter((line) => line.startsWith('| `drawbridge_') && !/[({=]/.test(line));
  expect(listed).toEqual(
    rows.map(([name, { help, labels }]) => {
      const shown = labels.map((label) => `\`${label}\``).join(', ');
      return `| \`${name}\` | ${shown} | ${help} |`;
    }),
  );
});

it.each(rows)('%s has a name of the form that Prometheus asks for', (name, { kind, help }) => {
  expect(name).toMatch(/^drawbridge_[a-z]+(?:_[a-z]+)*$/);
  expect(name.endsWith('_total')).toBe(kind === 'counter');
  expect(help).toMatch(/^[A-Z].*\.$/);
});
