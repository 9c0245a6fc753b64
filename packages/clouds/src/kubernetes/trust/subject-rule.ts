import type { TrustPlan } from './trust-plan.ts';
import type { Members } from './yaml.ts';

const MESSAGE = 'the sub is none of those that are let in';

/**
 * What lets in the subjects of a plan, as rules for claims: one that is exact needs no expression, and several are joined in one.
 * All rules have to be right, so that there is one at most.
 */
export function subjectRules({ subjects, subjectPatterns }: TrustPlan): readonly Members[] {
  const [first, ...others] = subjects;
  if (subjectPatterns.length === 0 && others.length === 0) {
    return first === undefined ? [] : [{ claim: 'sub', requiredValue: first }];
  }
  const exact =
    first === undefined
      ? []
      : [
          others.length === 0
            ? `claims.sub == ${celText(first)}`
            : `claims.sub in [${subjects.map(celText).join(', ')}]`,
        ];
  const expression = [...exact, ...subjectPatterns.map(patternTest)].join(' || ');
  return [{ expression, message: MESSAGE }];
}

/** A test of a pattern. Its expression is matched whole: `matches` of CEL would look for it anywhere. */
function patternTest(pattern: string): string {
  const [, start = ''] = /^([^*?]+)\*$/.exec(pattern) ?? [];
  if (start !== '') return `claims.sub.startsWith(${celText(start)})`;
  const regex = pattern
    .replace(/[\\^$.|+()[\]{}]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return `claims.sub.matches(${celText(`^${regex}$`)})`;
}

/** Text of one line in quotes: what JSON escapes, CEL escapes alike (cel-spec, langdef.md, "String and Bytes Values"). */
function celText(text: string): string {
  return JSON.stringify(text);
}
