import { listSettings } from '@drawbridge/node/config';
import { SECTIONS } from '../parts.ts';

/** What the words in the last column of a page mean, as lines of it. */
export const HERE_MEANS = [
  '- A setting means that the value goes there.',
  '- *Always* means that it is so, and cannot be chosen.',
  '- *Otherwise* means that the same is come by in another way.',
  '- *Not done* means that, and why.',
] as const;

/** The settings that there are, and those that they are in; of a list also without `[]`. */
export function settingPaths(): readonly string[] {
  const known = listSettings(SECTIONS).flatMap(({ path }) => {
    const steps = path.split('.');
    return steps.map((_, index) => steps.slice(0, index + 1).join('.'));
  });
  return [...new Set([...known, ...known.map((path) => path.replace(/\[\]$/, ''))])];
}
