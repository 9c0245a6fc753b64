import { loadRegexSearch } from '@drawbridge/rules';
import type { CelOptions, CelOutcome, CelPart, CelProgram } from './cel-program.ts';
import { compile } from './evaluation/compile.ts';
import { CompileFault } from './evaluation/compile-fault.ts';
import { evaluateNode } from './evaluation/evaluate-node.ts';
import type { KnownType } from './evaluation/known-type.ts';
import { functionsOf } from './functions/dialects.ts';
import { usesPatterns } from './functions/regex.ts';
import { partsOf, readsOf } from './parts.ts';
import type { Expression } from './syntax/expression.ts';
import { parse } from './syntax/parse.ts';
import { SyntaxFault, TooDeep } from './syntax/syntax-fault.ts';

/**
 * Characters of an expression. Google takes 4,096; Kubernetes names no limit, and evaluates what is in a file of an
 * administrator.
 */
const MAX_LENGTH = 20_000;

/**
 * Reads an expression of the Common Expression Language (github.com/google/cel-spec, doc/langdef.md), as a relying party would.
 *
 * It is evaluated by our own interpreter. It has a cost cap, so that neither an expression nor a token makes it run on or take
 * up memory; and it knows a third answer beside a value and an error: that what decides is not known here.
 *
 * @returns the program, or what is wrong with the expression in words that complete a sentence
 */
export async function compileCel(
  expression: string,
  { variables, types, dialect }: CelOptions,
): Promise<CelProgram | { readonly fault: string }> {
  if (expression.length > MAX_LENGTH) {
    return costlyProgram(expression, `it has more than ${MAX_LENGTH} characters`);
  }
  try {
    const parsed = parse(expression);
    const table = functionsOf(
      dialect,
      usesPatterns(expression) ? await loadRegexSearch() : undefined,
    );
    const names = new Map<string, KnownType>(
      variables.map((name) => [name, types?.get(name) ?? { type: 'map' }]),
    );
    const notKnown = new Set<string>();
    const part = (each: Expression): CelPart => {
      const node = compile(each, { table, names, notKnown });
      return {
        text: expression.slice(each.start, each.end),
        reads: readsOf(each, new Set(variables)),
        type: node.type,
        evaluate: (values, budget) => evaluateNode(node, values, variables, dialect, budget),
      };
    };
    const { evaluate, type } = part(parsed);
    const foreign = [...notKnown].filter((name) => !table.has(name));
    return { evaluate, type, foreign, parts: partsOf(parsed).map(part) };
  } catch (thrown) {
    if (thrown instanceof TooDeep) {
      return costlyProgram(expression, 'it is nested more deeply than is read here');
    }
    if (thrown instanceof SyntaxFault || thrown instanceof CompileFault) {
      return { fault: thrown.message };
    }
    throw thrown;
  }
}

function costlyProgram(text: string, why: string): CelProgram {
  const outcome: CelOutcome = { costly: why };
  const evaluate = () => outcome;
  return {
    evaluate,
    type: 'dyn',
    foreign: [],
    parts: [{ text, reads: [], type: 'dyn', evaluate }],
  };
}
