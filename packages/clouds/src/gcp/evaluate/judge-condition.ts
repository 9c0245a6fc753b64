import { isJsonObject, type JsonObject, member } from '@drawbridge/core';
import type { CelBudget, CelOutcome, CelPart } from '../../cel/index.ts';
import { type Finding, unclear, unmet } from '../../trust/finding.ts';
import { shown } from '../../trust/shown.ts';
import type { GoogleProvider } from './google-trust.ts';
import { cut } from './cut.ts';
import type { Attributes } from './map-attributes.ts';

const MAX_READS = 4;

/** Judges the condition of a provider: each part that is not true is a reason. */
export function judgeCondition(
  { condition }: GoogleProvider,
  claims: JsonObject,
  { google, attribute }: Attributes,
  budget: CelBudget,
): readonly Finding[] {
  if (condition === undefined) return [];
  const values = { assertion: claims, google, attribute };
  const whole = condition.program.evaluate(values, budget);
  if ('value' in whole && whole.value === true) return [];
  const parts = condition.program.parts.map((part) => ({
    part,
    outcome: part.evaluate(values, budget),
  }));
  const tell = ({ part, outcome }: (typeof parts)[number]) => findingOf(part, outcome, values);
  const failed = parts.filter(({ outcome }) => isRefusal(outcome)).map(tell);
  // The parts need not have it where the whole has: it costs more, and is read in every way at once.
  const all = [findingOf({ text: condition.text, reads: [] }, whole, values)];
  if (failed.length > 0 || isRefusal(whole)) return failed.length > 0 ? failed : all;
  const open = parts.filter(({ outcome }) => !('value' in outcome)).map(tell);
  return open.length > 0 ? open : all;
}

/** Google accepts a token where it is true, and rejects it otherwise. */
function isRefusal(outcome: CelOutcome): boolean {
  return 'fault' in outcome || ('value' in outcome && outcome.value !== true);
}

function findingOf(
  { text, reads }: Pick<CelPart, 'text' | 'reads'>,
  outcome: CelOutcome,
  values: Readonly<Record<string, unknown>>,
): Finding {
  const read = reads.slice(0, MAX_READS).map((path) => tellRead(path, values));
  const at = `attributeCondition, ${cut(text)}`;
  const seen = [tellOutcome(outcome), ...read].join(', and ');
  return isRefusal(outcome)
    ? unmet(
        at,
        seen,
        'true',
        'Change the condition of the provider, or use a token of which it is true.',
      )
    : unclear(at, seen, 'true', 'Try it at Google, or write the condition more simply.');
}

function tellOutcome(outcome: CelOutcome): string {
  if ('fault' in outcome) return `it fails: ${outcome.fault}`;
  if ('unknown' in outcome) return `it depends on what is not known here: ${outcome.unknown}`;
  if ('costly' in outcome) return `it is not evaluated here: ${outcome.costly}`;
  return outcome.value === false ? 'it is false' : 'it is neither true nor false';
}

function tellRead(path: readonly string[], values: Readonly<Record<string, unknown>>): string {
  let value: unknown = values;
  for (const [at, name] of path.entries()) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) {
      return `there is no ${path.slice(0, at + 1).join('.')}`;
    }
    value = member(value, name);
  }
  return value === undefined
    ? `${path.join('.')} is not known`
    : `${path.join('.')} is ${shown(value)}`;
}
