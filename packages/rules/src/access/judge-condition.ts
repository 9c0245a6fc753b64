import type { JsonObject } from '@drawbridge/core';
import { findClaim } from '../claims/find-claim.ts';
import { type CompiledCondition, MAX_PATTERN_TEXT } from '../condition/compile-condition.ts';
import { toldElsewhere } from '../groups/told-elsewhere.ts';
import type { Standing } from './standing.ts';

/** Whether a value meets a condition; unknown where a pattern would have to look at a text that is too long for it. */
export function judgeCondition(condition: CompiledCondition, value: unknown): Standing {
  if (condition.meets(value)) return 'met';
  return isTooLong(condition, value) ? TOO_LONG : 'unmet';
}

/** The same of a claim; unknown also where the token says that it is to be had elsewhere. */
export function judgeClaim(
  condition: CompiledCondition,
  claims: JsonObject,
  path: string,
): Standing {
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const unknown = toldElsewhere(claims, path.slice(0, end));
    if (unknown !== undefined) return { unknown };
  }
  return judgeCondition(condition, findClaim(claims, path));
}

const TOO_LONG = { unknown: `it has a text of more than ${MAX_PATTERN_TEXT} characters` } as const;

function isTooLong({ element, values }: CompiledCondition, value: unknown): boolean {
  if (element !== undefined) {
    return Array.isArray(value) && value.some((each) => isTooLong(element, each));
  }
  return values === undefined && typeof value === 'string' && value.length > MAX_PATTERN_TEXT;
}
