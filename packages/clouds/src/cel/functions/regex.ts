import { quote } from '@drawbridge/core';
import type { RegexSearch, RegexSearchCompiler } from '@drawbridge/rules';
import { type Meter, TooCostly } from '../meter.ts';
import { fault, Trouble } from '../trouble.ts';
import { defineFunction, defineMethod } from './define.ts';
import type { FunctionRow } from './function-table.ts';
import { estimateSteps } from './regex-size.ts';

/** As for the patterns of rules: `{200}` repeats what stands before it 200 times. */
const MAX_STEPS = 4000;
const MAX_KEPT = 50;

/** What a pattern costs to compile, for each step; measured, a step takes some microseconds. */
const COMPILE = 12;
/** How many steps times characters of a search make a unit; measured, each takes some nanoseconds. */
const SEARCH = 20;

/** Whether patterns are used, so that their engine has to be loaded. */
export function usesPatterns(text: string): boolean {
  return /\b(?:matches|find|findAll)\b/.test(text);
}

/**
 * `matches`, and `find` and `findAll` of Kubernetes (apiserver, pkg/cel/library/regex.go), by RE2: in linear time.
 *
 * @param compile - `undefined` where the expression uses none
 */
export function regexRows(
  compile: RegexSearchCompiler | undefined,
  hasFind: boolean,
): readonly FunctionRow[] {
  if (compile === undefined) return [];
  const search = keepCompiled(compile);
  const isIn = ([text, pattern]: readonly [string, string], meter: Meter) => {
    const found = search(pattern, meter);
    if (found instanceof Trouble) return found;
    meter.spend(1 + (found.steps * text.length) / SEARCH);
    return found.isIn(text);
  };
  const findAll = (text: string, pattern: string, most: number, meter: Meter) => {
    const found = search(pattern, meter);
    if (found instanceof Trouble) return found;
    const list: string[] = [];
    const steps = found.findAll(text);
    // Each may read the whole text before it finds, or does not find, another.
    while (list.length < most) {
      meter.spend(2 + (found.steps * text.length) / SEARCH);
      const step = steps.next();
      if (step.done === true) break;
      list.push(step.value);
    }
    return list;
  };
  return [
    defineMethod('matches', ['string', 'string'], 'bool', isIn),
    defineFunction('matches', ['string', 'string'], 'bool', isIn),
    ...(hasFind
      ? [
          defineMethod('find', ['string', 'string'], 'string', ([text, pattern], meter) => {
            const found = findAll(text, pattern, 1, meter);
            return found instanceof Trouble ? found : (found[0] ?? '');
          }),
          defineMethod('findAll', ['string', 'string'], 'list', ([text, pattern], meter) =>
            findAll(text, pattern, Number.POSITIVE_INFINITY, meter),
          ),
          defineMethod(
            'findAll',
            ['string', 'string', 'int'],
            'list',
            ([text, pattern, most], meter) =>
              findAll(text, pattern, most < 0n ? Number.POSITIVE_INFINITY : Number(most), meter),
          ),
        ]
      : []),
  ];
}

type Search = (pattern: string, meter: Meter) => RegexSearch | Trouble;

function keepCompiled(compile: RegexSearchCompiler): Search {
  const kept = new Map<string, RegexSearch | Trouble>();
  return (pattern, meter) => {
    meter.spendText(pattern.length);
    const known = kept.get(pattern);
    if (known !== undefined) return known;
    const estimate = estimateSteps(pattern);
    meter.spend(COMPILE * estimate);
    if (estimate > MAX_STEPS) throw new TooCostly();
    const compiled = compile(pattern);
    const search =
      'fault' in compiled
        ? fault(`the pattern ${quote(pattern)} is not valid: ${compiled.fault}`)
        : compiled;
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(pattern, search);
    return search;
  };
}
