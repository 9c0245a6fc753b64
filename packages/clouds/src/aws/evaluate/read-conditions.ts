import { isJsonObject, quote } from '@drawbridge/core';
import { mayBeTime, parseTimes } from './dates.ts';
import { isExact } from './is-exact.ts';
import {
  type ConditionOperator,
  hasVariables,
  hasWildcards,
  nearestOperator,
  parseOperator,
} from './operators.ts';
import type { ConditionValue, TrustCondition } from './policy-document.ts';
import { cutName, nameOf, type StatementPlace } from './document-words.ts';
import { parseValue } from './value-parts.ts';

/** Reads the condition block of a statement (IAM user guide, "IAM JSON policy elements: Condition"). An empty one is none. */
export function readConditions(value: unknown, place: StatementPlace): readonly TrustCondition[] {
  const { path, faults } = place;
  if (value === undefined) return [];
  if (!isJsonObject(value)) {
    faults.add(path, `is ${nameOf(value)}, and takes an object: {"StringEquals": {KEY: VALUE}}`);
    return [];
  }
  return Object.entries(value).flatMap(([name, block]) => {
    const at = `${path}.${cutName(name)}`;
    const operator = parseOperator(name);
    if (operator === undefined) faults.add(at, unknownOperator(name));
    if (!isJsonObject(block)) {
      faults.add(at, `is ${nameOf(block)}, and takes an object: {KEY: VALUE}`);
      return [];
    }
    return operator === undefined
      ? []
      : readOperator(operator, Object.entries(block), { ...place, path: at });
  });
}

function readOperator(
  operator: ConditionOperator,
  entries: readonly (readonly [string, unknown])[],
  place: StatementPlace,
): readonly TrustCondition[] {
  const { path, faults } = place;
  if (entries.length === 0) return [{ operator, key: '', values: [] }];
  const seen = new Set<string>();
  return entries.map(([key, value]) => {
    const name = key.toLowerCase();
    if (seen.has(name))
      faults.add(
        `${path}.${cutName(key)}`,
        'is there twice: IAM does not tell keys apart by their case',
      );
    seen.add(name);
    if (key === '') faults.add(path, 'has a key without a name');
    return {
      operator,
      key,
      values: readValues(operator, value, { ...place, path: `${path}.${cutName(key)}` }),
    };
  });
}

function unknownOperator(name: string): string {
  const near = nearestOperator(name);
  if (!/^(?:ForAllValues|ForAnyValue):/i.test(name) && name.includes(':')) {
    return 'is no operator: ForAllValues: and ForAnyValue: alone stand before one';
  }
  return near === undefined ? 'is no operator of IAM' : `is no operator of IAM: ${near} is one`;
}

/** Texts; IAM takes numbers and booleans for their text. */
function readValues(
  operator: ConditionOperator,
  value: unknown,
  { path, variables, faults }: StatementPlace,
): readonly ConditionValue[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((item) => {
    if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean') {
      faults.add(path, `has ${nameOf(item)}, and takes texts`);
      return [];
    }
    const text = String(item);
    if (operator.kind.startsWith('date') && parseTimes(text).length === 0) {
      if (mayBeTime(text)) return [{ text, parts: [{ unclear: text }] }];
      // "The policy failed legacy parsing", as IAM says of a date that is none.
      faults.add(path, `is ${quote(text)}, and takes a date such as 2026-01-31T12:00:00Z`);
    }
    // Its digits may be lost. Where it is compared as a number, they count no further than they are known.
    const isNumeric = operator.kind.startsWith('numeric');
    if (typeof item === 'number' && !isNumeric && !isExact(item))
      return [{ text, parts: [{ unclear: text }] }];
    const parts = parseValue(text, {
      wildcards: hasWildcards(operator.kind),
      variables: variables && hasVariables(operator.kind),
    });
    return [{ text, parts }];
  });
}
