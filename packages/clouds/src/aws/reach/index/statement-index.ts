import type { CompiledStatement } from '../../evaluate/compile-statement.ts';
import type { ConditionTable } from '../require-condition.ts';
import type { RoleModel } from '../role-model.ts';
import type { RuleModel } from '../rule-model.ts';
import { ASKED } from '../tokens/rule-tokens.ts';
import { domainOf } from '../tokens/token-set.ts';
import { type BeginningIndex, createBeginningIndex } from './beginnings.ts';

/** A statement that may let tokens in, and whose it is. */
export interface PlacedStatement {
  readonly role: RoleModel;
  readonly statement: CompiledStatement;
  /** As an operator finds it. */
  readonly name: string;
}

/** Finds the few statements that a rule may have to do with. */
export interface StatementIndex {
  /** Their positions; those left out let in nothing that the rule mints. */
  candidates(rule: RuleModel): readonly number[];
}

/** Stands for the audiences of statements that do not say. */
const ANY = null;

/**
 * Indexes statements by the audiences that they take, and under each of them by how the subjects begin.
 *
 * @param host - the public issuer without its scheme
 */
export function createStatementIndex(
  placed: readonly PlacedStatement[],
  host: string,
  table: ConditionTable,
): StatementIndex {
  const [audKey, subKey] = [`${host}:aud`, `${host}:sub`].map((key) => key.toLowerCase());
  const buckets = new Map<string | null, number[]>();
  for (const [position, { statement }] of placed.entries()) {
    for (const audience of audiencesOf(statement, audKey ?? '', table)) {
      const bucket = buckets.get(audience);
      if (bucket === undefined) buckets.set(audience, [position]);
      else bucket.push(position);
    }
  }
  const indexes = new Map<
    string | null,
    { readonly positions: readonly number[]; readonly index: BeginningIndex }
  >();
  for (const [audience, positions] of buckets) {
    const entries = positions.map((position) =>
      beginningsOf(placed[position]?.statement, subKey ?? '', table),
    );
    indexes.set(audience, { positions, index: createBeginningIndex(entries) });
  }
  return {
    candidates(rule) {
      const audiences = rule.tokens && domainOf(rule.tokens, ASKED).texts.texts;
      const wanted = audiences === undefined ? indexes.keys() : new Set([ANY, ...audiences]);
      const beginnings = rule.beginningsOf(subKey ?? '');
      const found = new Set<number>();
      for (const audience of wanted) {
        const bucket = indexes.get(audience);
        for (const at of bucket?.index.candidates(beginnings) ?? []) {
          found.add(bucket?.positions[at] ?? 0);
        }
      }
      return [...found].sort((a, b) => a - b);
    },
  };
}

function audiencesOf(
  { conditions }: CompiledStatement,
  key: string,
  table: ConditionTable,
): Iterable<string | null> {
  for (const compiled of conditions) {
    if (compiled.condition.key.toLowerCase() !== key) continue;
    const { texts } = table.textsOf(compiled, 'holds');
    if (texts.texts !== undefined) return texts.texts;
  }
  return [ANY];
}

function beginningsOf(
  statement: CompiledStatement | undefined,
  key: string,
  table: ConditionTable,
): readonly string[] {
  for (const compiled of statement?.conditions ?? []) {
    if (compiled.condition.key.toLowerCase() !== key) continue;
    const beginnings = table.beginningsOf(compiled);
    if (!beginnings.includes('')) return beginnings;
  }
  return [''];
}
