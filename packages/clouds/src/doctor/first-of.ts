/** How many clauses an answer names. */
const MOST_NAMED = 3;

/**
 * Clauses of an answer: the first three, and how many more there are.
 *
 * @param separator - what is between them: `; ` for clauses, `, ` for values
 */
export function firstOf(clauses: readonly string[], separator: '; ' | ', ' = '; '): string {
  const more = clauses.length - MOST_NAMED;
  const named = clauses.slice(0, MOST_NAMED).join(separator);
  return more > 0 ? `${named}${separator}and ${more} more` : named;
}
