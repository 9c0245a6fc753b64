import { member } from '@drawbridge/core';
import type { CelBudget, CelDialect, CelOutcome } from '../cel-program.ts';
import { BUDGET, Meter, type Reading, TooCostly } from '../meter.ts';
import { Trouble } from '../trouble.ts';
import { compareNumbers } from '../values/equal.ts';
import { fromJson, toOutside } from '../values/json.ts';
import { type Node, Scope } from './node.ts';

const CEL_GO: Reading = { wholeNumber: 'int', mixedTypes: 'compared', hasOfList: 'fault' };

/** What Google's engine may do. Nothing public says which. */
const GOOGLE: readonly [Reading, ...Reading[]] = [
  { wholeNumber: 'int', mixedTypes: 'compared', hasOfList: 'unknown' },
  { wholeNumber: 'double', mixedTypes: 'compared', hasOfList: 'unknown' },
  { wholeNumber: 'int', mixedTypes: 'fault', hasOfList: 'unknown' },
  { wholeNumber: 'double', mixedTypes: 'fault', hasOfList: 'unknown' },
];

/** Evaluates an expression in every reading that may be the one of the relying party. */
export function evaluateNode(
  node: Node,
  values: Readonly<Record<string, unknown>>,
  variables: readonly string[],
  dialect: CelDialect,
  budget: CelBudget = { left: BUDGET },
): CelOutcome {
  const readings = dialect === 'kubernetes' ? [CEL_GO] : GOOGLE;
  let left = Math.min(BUDGET, budget.left);
  const most = left;
  let outcome: CelOutcome | undefined;
  const asked = { wholeNumber: false, mixedTypes: false };
  const [first] = GOOGLE;
  for (const reading of readings) {
    const isOther =
      outcome === undefined ||
      (asked.wholeNumber && reading.wholeNumber !== first.wholeNumber) ||
      (asked.mixedTypes && reading.mixedTypes !== first.mixedTypes);
    if (!isOther || (outcome !== undefined && 'costly' in outcome)) continue;
    const next = evaluateIn(reading, left, node, values, variables);
    left = next.left;
    asked.wholeNumber ||= next.asked.wholeNumber;
    asked.mixedTypes ||= next.asked.mixedTypes;
    outcome = outcome === undefined ? next.outcome : agree(outcome, next.outcome);
  }
  budget.left -= most - left;
  return outcome ?? COSTLY;
}

const COSTLY: CelOutcome = { costly: 'it takes more steps than are made here' };

interface Evaluated {
  readonly outcome: CelOutcome;
  readonly asked: Meter['asked'];
  /** What is left of the budget. */
  readonly left: number;
}

function evaluateIn(
  reading: Reading,
  budget: number,
  node: Node,
  values: Readonly<Record<string, unknown>>,
  variables: readonly string[],
): Evaluated {
  const meter = new Meter(reading, budget);
  const { asked } = meter;
  try {
    let scope = new Scope(meter, '', null);
    for (const name of variables) {
      scope = scope.with(name, fromJson(member(values, name), meter));
    }
    const result = toOutside(node.run(scope), meter);
    if (!(result instanceof Trouble))
      return { outcome: { value: result }, asked, left: meter.left };
    const { kind, text } = result;
    const outcome = kind === 'fault' ? { fault: text } : { unknown: text };
    return { outcome, asked, left: meter.left };
  } catch (thrown) {
    if (!(thrown instanceof TooCostly)) throw thrown;
    return { outcome: COSTLY, asked, left: 0 };
  }
}

/** One outcome of two readings. False and a fault come to the same: whoever asks is refused. */
function agree(one: CelOutcome, other: CelOutcome): CelOutcome {
  if ('costly' in other) return other;
  if ('unknown' in one || 'unknown' in other) return 'unknown' in one ? one : other;
  if ('fault' in one) {
    return 'fault' in other || ('value' in other && other.value === false) ? one : open();
  }
  if ('fault' in other) return 'value' in one && one.value === false ? other : open();
  if ('costly' in one) return one;
  return sameValue(one.value, other.value) ? one : open();
}

function open(): CelOutcome {
  return {
    unknown: 'how Google takes numbers of a token, and values of types that do not fit each other',
  };
}

/** Numbers are the same by what they are worth: what they are written as is another expression's matter. */
function sameValue(one: unknown, other: unknown): boolean {
  if (isNumber(one) && isNumber(other)) return compareNumbers(one, other) === 0;
  if (Array.isArray(one) && Array.isArray(other)) {
    const items: readonly unknown[] = other;
    return one.length === items.length && one.every((item, at) => sameValue(item, items[at]));
  }
  if (one instanceof Map && other instanceof Map) {
    return (
      one.size === other.size && [...one].every(([key, value]) => sameValue(value, other.get(key)))
    );
  }
  return one === other;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
