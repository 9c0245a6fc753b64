import { shown } from './shown.ts';

/** How many values a reason names. */
const MOST_NAMED = 5;

/** Values as a reason names them: `"a"`, `one of "a", "b"`, and the number of those that it leaves out. */
export function listed(values: readonly unknown[]): string {
  if (values.length === 0) return 'nothing at all';
  const named = values.slice(0, MOST_NAMED).map(shown).join(', ');
  const left = values.length - MOST_NAMED;
  if (values.length === 1) return named;
  return left > 0 ? `one of ${named} and ${left} more` : `one of ${named}`;
}
