import type { RegexSearchCompiler } from '@drawbridge/rules';
import type { CelDialect } from '../cel-program.ts';
import { COMPARISON_ROWS } from './comparisons.ts';
import { CONVERSION_ROWS } from './conversions.ts';
import { EXTRACT } from './extract.ts';
import { createFunctionTable, type FunctionRow, type FunctionTable } from './function-table.ts';
import { LIST_ROWS } from './lists.ts';
import { NOT_EVALUATED } from './not-evaluated.ts';
import { NUMBER_ROWS } from './numbers.ts';
import { OPTIONAL_ROWS } from './optionals.ts';
import { regexRows } from './regex.ts';
import { SEQUENCE_ROWS } from './sequences.ts';
import { JOIN, SPLIT } from './split-join.ts';
import { TEXT_ROWS } from './text.ts';
import { TEXT_EXTENSION_ROWS } from './text-extension.ts';
import { TIME_ROWS } from './time.ts';

/** The functions of CEL itself. */
const STANDARD: readonly FunctionRow[] = [
  ...COMPARISON_ROWS,
  ...CONVERSION_ROWS,
  ...NUMBER_ROWS,
  ...SEQUENCE_ROWS,
  ...TEXT_ROWS,
  ...TIME_ROWS,
];

/** Methods of text that providers of Google's users have and its pages do not name. */
const SEEN_AT_GOOGLE: ReadonlySet<string> = new Set(['lowerAscii', 'upperAscii']);

/** What a dialect adds to CEL: what is not here is answered as not known, by its name. */
const ADDED: Readonly<Record<CelDialect, readonly FunctionRow[]>> = {
  // "Workload Identity Federation" (docs.cloud.google.com, read 2026-11) names extract, split and join.
  gcp: [
    EXTRACT,
    SPLIT,
    JOIN,
    ...TEXT_EXTENSION_ROWS.filter(({ name }) => SEEN_AT_GOOGLE.has(name)),
  ],
  // apiserver, pkg/cel/environment/base.go.
  kubernetes: [...TEXT_EXTENSION_ROWS, ...LIST_ROWS, ...OPTIONAL_ROWS],
};

export function functionsOf(
  dialect: CelDialect,
  compileRegex: RegexSearchCompiler | undefined,
): FunctionTable {
  const isKubernetes = dialect === 'kubernetes';
  return createFunctionTable(
    [...STANDARD, ...ADDED[dialect], ...regexRows(compileRegex, isKubernetes)],
    {
      isChecked: isKubernetes,
      hasOptionals: isKubernetes,
      has: (name) => isKubernetes && NOT_EVALUATED.has(name),
    },
  );
}
