import { commonEnds, intersect } from '@drawbridge/rules/analysis';
import type { CompiledCondition } from '../evaluate/compile-condition.ts';
import { type RoleModel, variablesOf } from './role-model.ts';
import type { KeySource, RuleModel } from './rule-model.ts';
import { onlyTexts } from './tokens/domain.ts';
import { SESSION } from './tokens/rule-tokens.ts';
import { sessionNames } from './trust/session-names.ts';
import { requireText, restrict, type TextPart, type TokenSet } from './tokens/token-set.ts';
import { type ConditionTexts, conditionTexts, type Wanted } from './trust/condition-texts.ts';

/** The texts of conditions, kept: roles have the same ones over and over, and each is asked for by many rules. */
export interface ConditionTable {
  textsOf(condition: CompiledCondition, wanted: Wanted): ConditionTexts;
  /** How the texts begin for which it may hold. */
  beginningsOf(condition: CompiledCondition): readonly string[];
}

/** Makes an empty table. */
export function createConditionTable(): ConditionTable {
  const names = new WeakMap<CompiledCondition, string>();
  const tables = {
    holds: new Map<string, ConditionTexts>(),
    fails: new Map<string, ConditionTexts>(),
  };

  function nameOf(compiled: CompiledCondition): string {
    const known = names.get(compiled);
    if (known !== undefined) return known;
    const { operator, values } = compiled.condition;
    const name = JSON.stringify([operator.name, values.map(({ parts }) => parts)]);
    names.set(compiled, name);
    return name;
  }

  function textsOf(compiled: CompiledCondition, wanted: Wanted): ConditionTexts {
    const name = nameOf(compiled);
    const known = tables[wanted].get(name);
    if (known !== undefined) return known;
    const texts = conditionTexts(compiled.condition, wanted);
    tables[wanted].set(name, texts);
    return texts;
  }

  return {
    textsOf,
    beginningsOf(compiled) {
      const { operator, values } = compiled.condition;
      const { texts } = textsOf(compiled, 'holds');
      if (texts.texts !== undefined) return [...texts.texts];
      const isPatterns = ['string', 'stringLike'].includes(operator.kind) && !operator.isNegated;
      // Each value has a beginning of its own; together they may have none.
      if (!isPatterns || values.length === 0) return [commonEnds(texts).beginning];
      return values.map(({ parts: [first] }) =>
        first !== undefined && 'text' in first ? first.text : '',
      );
    },
  };
}

/** For which rule and which role conditions are looked at. */
export interface RequirementOptions {
  readonly rule: RuleModel;
  readonly role: RoleModel;
  readonly table: ConditionTable;
  /** Whether only what is sure is left; else all that may be, so that nothing is missed. */
  readonly isSure: boolean;
}

/**
 * The tokens of a set for which a condition may hold, or may fail; where it does not follow from texts, all of them.
 *
 * @returns `undefined` where none is seen to be left
 */
export function requireCondition(
  tokens: TokenSet,
  compiled: CompiledCondition,
  wanted: Wanted,
  options: RequirementOptions,
): TokenSet | undefined {
  const { rule, table, isSure } = options;
  const source = rule.sourceOf(compiled.condition.key);
  if (source.kind === 'unknown') return tokens;
  const mayBeLost = source.kind === 'text' && source.mayBeLost === true;
  if (mayBeLost && table.textsOf(compiled, wanted).isAbsent) return tokens;
  const isSame = source.kind !== 'claim' && (source.kind !== 'text' || isConstant(source.parts));
  if (isSame) return mayBe(compiled, wanted, options) ? tokens : undefined;
  return requireTexts(tokens, source, table.textsOf(compiled, wanted), isSure);
}

/** The tokens of a set for which what a key is made of is one of some texts, or missing where it may be. */
export function requireTexts(
  tokens: TokenSet,
  source: KeySource,
  { texts: may, sure, isAbsent }: ConditionTexts,
  isSure: boolean,
): TokenSet | undefined {
  const texts = isSure ? sure : may;
  if (source.kind === 'text') {
    return requireText(withSession(tokens, source.parts), source.parts, texts);
  }
  if (source.kind !== 'claim') return tokens;
  return restrict(tokens, source.claim, (domain) => ({
    ...domain,
    texts: intersect(domain.texts, texts),
    // A number counts as its text, or as nothing: which is not documented.
    scalars: isAbsent ? domain.scalars : intersect(domain.scalars, texts),
    isAbsent: domain.isAbsent && isAbsent,
  }));
}

/** Whether a condition may hold, or fail, that looks at nothing that depends on the token. */
function mayBe(
  compiled: CompiledCondition,
  wanted: Wanted,
  { rule, role, table }: RequirementOptions,
): boolean {
  const keys = role.askOf(rule.constants);
  const isOpen = variablesOf(compiled).some((key) => rule.sourceOf(key).kind !== 'given');
  if (!isOpen) return compiled.judge(keys) !== (wanted === 'fails');
  // Of a key that is missing, it makes no difference what the variables stand for.
  const { possible } = compiled.stateOf(keys);
  const isMissing = possible.length > 0 && possible.every((values) => values === undefined);
  return !isMissing || table.textsOf(compiled, wanted).isAbsent;
}

function isConstant(parts: readonly TextPart[]): boolean {
  return parts.every((part) => 'text' in part);
}

function withSession(tokens: TokenSet, parts: readonly TextPart[]): TokenSet {
  const [only] = parts;
  if (only === undefined || 'text' in only || only.claim !== SESSION || tokens.changed.has(SESSION))
    return tokens;
  return restrict(tokens, SESSION, () => onlyTexts(sessionNames())) ?? tokens;
}
