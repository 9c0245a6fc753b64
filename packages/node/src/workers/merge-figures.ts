import type { FamilyFigures } from '../metrics/exposition.ts';

/**
 * Puts the figures of several processes together: each family once, each series with the label `worker`, which says
 * whose it is.
 *
 * @param parts - by the value of the label
 */
export function mergeFigures(
  parts: ReadonlyMap<string, readonly FamilyFigures[]>,
): readonly FamilyFigures[] {
  const merged = new Map<string, FamilyFigures & { series: FamilyFigures['series'][number][] }>();
  for (const [worker, families] of parts) {
    for (const { name, row, series } of families) {
      let family = merged.get(name);
      if (family === undefined) {
        family = { name, row: { ...row, labels: [...row.labels, 'worker'] }, series: [] };
        merged.set(name, family);
      }
      family.series.push(...series.map((one) => ({ ...one, labels: [...one.labels, worker] })));
    }
  }
  return [...merged.values()];
}
