import type { JsonObject } from '@drawbridge/core';
import { findClaim } from '../claims/find-claim.ts';
import { outerNames } from '../claims/outer-names.ts';
import { type CompiledCondition, MAX_PATTERN_TEXT } from '../condition/compile-condition.ts';
import { toldElsewhere } from '../groups/told-elsewhere.ts';
import type { Standing } from './standing.ts';

/** Whether a value meets a condition; unknown where a pattern would have to look at a text that is too long for it. */
export function judgeCondition(condition: CompiledCondition, value: unknown): Standing {
  if (condition.meets(value)) return 'met';
  return isTooLong(condition, value) ? TOO_LONG : 'unmet';
}

/** Makes the same question of a claim, by its path; unknown also where the token says that it is to be had elsewhere. */
export function createClaimJudge(
  condition: CompiledCondition,
  path: string,
): (claims: JsonObject) => Standing {
  const names = outerNames(path);
  return (claims) => {
    for (const name of names) {
      const unknown = toldElsewhere(claims, name);
      if (unknown !== undefined) return { unknown };
    }
    return judgeCondition(condition, findClaim(claims, path));
  };
}

const TOO_LONG = { unknown: `it has a text of more than ${MAX_PATTERN_TEXT} characters` } as const;

function isTooLong({ element, values }: CompiledCondition, value: unknown): boolean {
  if (element !== undefined) {
    return Array.isArray(value) && value.some((each) => isTooLong(element, each));
  }
  return values === undefined && typeof value === 'string' && value.length > MAX_PATTERN_TEXT;
}
