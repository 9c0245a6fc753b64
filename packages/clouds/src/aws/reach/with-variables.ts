import { languageOfTexts } from '@drawbridge/rules/analysis';
import type { CompiledCondition } from '../evaluate/compile-condition.ts';
import { compileKey, type KeyAsk } from '../evaluate/compile-key.ts';
import type { CompiledStatement } from '../evaluate/compile-statement.ts';
import type { ConditionValue } from '../evaluate/policy-document.ts';
import type { ValuePart } from '../evaluate/value-parts.ts';
import { type RequirementOptions, requireTexts } from './require-condition.ts';
import { variablesOf } from './role-model.ts';
import { conditionTexts } from './trust/condition-texts.ts';
import type { TokenSet } from './tokens/token-set.ts';

/**
 * Some of the tokens for which a statement with variables may hold: those of which the variables stand for what they stood for in a token
 * that did not come through. Of other tokens nothing is said.
 *
 * @returns `undefined` where there is no such variable, or no token is left
 */
export function withVariables(
  tokens: TokenSet,
  { conditions }: CompiledStatement,
  keys: KeyAsk,
  { rule }: RequirementOptions,
): TokenSet | undefined {
  let left: TokenSet | undefined = tokens;
  let isOpen = false;
  for (const compiled of conditions) {
    const names = variablesOf(compiled).filter((name) => rule.sourceOf(name).kind !== 'given');
    if (names.length === 0) continue;
    isOpen = true;
    for (const name of names) {
      const text = textOf(name, keys);
      if (text === undefined) continue;
      const texts = languageOfTexts([text]);
      const only = { texts, sure: texts, isAbsent: false };
      left &&= requireTexts(left, rule.sourceOf(name), only, true);
    }
    const { condition } = compiled;
    const values = condition.values.flatMap((value) => resolved(value, keys) ?? []);
    const texts = conditionTexts({ ...condition, values }, 'holds');
    left &&= values.length === 0 ? undefined : requireKey(left, compiled, texts);
  }
  return isOpen ? left : undefined;

  function requireKey(
    set: TokenSet,
    { condition }: CompiledCondition,
    texts: ReturnType<typeof conditionTexts>,
  ): TokenSet | undefined {
    return requireTexts(set, rule.sourceOf(condition.key), texts, true);
  }
}

function resolved({ text, parts }: ConditionValue, keys: KeyAsk): ConditionValue | undefined {
  const plain = parts.flatMap((part): readonly ValuePart[] => {
    if (!('variable' in part)) return [part];
    const found = textOf(part.variable, keys) ?? part.fallback;
    return found === undefined ? [] : [{ text: found }];
  });
  return plain.length === parts.length ? { text, parts: plain } : undefined;
}

function textOf(key: string, keys: KeyAsk): string | undefined {
  const { possible } = compileKey(key)(keys);
  const [values] = possible;
  return possible.length === 1 && values?.length === 1 ? values[0] : undefined;
}
