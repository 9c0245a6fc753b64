import type { JsonObject } from '@drawbridge/core';
import type { CelOutcome } from '../../cel/index.ts';
import type { Expression } from './configuration.ts';
import { escapedNames, renameMembers } from './escaped-names.ts';

/** Evaluates an expression, as an API server of 1.34 or later does. */
export function evaluateExpression(
  { expression, program }: Expression,
  variable: 'claims' | 'user',
  value: JsonObject,
): CelOutcome {
  const { written, hasOthers } = escapedNames(expression);
  const renamed = renameMembers(value, written);
  if (renamed !== undefined && hasOthers) {
    return { unknown: 'which names an escaped one (__dot__) stands beside' };
  }
  const outcome = program.evaluate({ [variable]: renamed ?? value });
  const [foreign] = program.foreign;
  // An API server that has no such function does not take the configuration, whatever the rest comes to.
  return 'value' in outcome && outcome.value !== false && foreign !== undefined
    ? { unknown: `whether API servers have the function ${foreign}` }
    : outcome;
}
