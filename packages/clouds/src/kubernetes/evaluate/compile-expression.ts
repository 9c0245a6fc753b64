import { quote } from '@drawbridge/core';
import type { KnownType } from '../../cel/index.ts';
import { celWords } from './cel-words.ts';
import type { Expression } from './configuration.ts';
import type { FileFaults } from '../../trust/file-faults.ts';

const TEXT: KnownType = { type: 'string' };
const TEXTS: KnownType = { type: 'list', item: TEXT };

/** What expressions are over (kubernetes, apiserver/pkg/authentication/cel/compile.go: mustBuildEnvs, buildUserType). */
const TYPES: ReadonlyMap<string, KnownType> = new Map<string, KnownType>([
  ['claims', { type: 'map', key: 'string' }],
  [
    'user',
    {
      type: 'object',
      fields: new Map<string, KnownType>([
        ['username', TEXT],
        ['uid', TEXT],
        ['groups', TEXTS],
        ['extra', { type: 'map', key: 'string', item: TEXTS }],
      ]),
    },
  ],
]);

/** Where an expression is, and what it is over. */
export interface ExpressionPlace {
  readonly path: string;
  readonly variable: 'claims' | 'user';
  /** Whether it has to be true or false. */
  readonly isRule: boolean;
}

/**
 * Compiles an expression, as API servers do when they read their configuration.
 *
 * @returns `undefined` where it has a fault
 */
export async function compileExpression(
  expression: string,
  { path, variable, isRule }: ExpressionPlace,
  faults: FileFaults,
): Promise<Expression | undefined> {
  // Who asks for a kubeconfig does not wait for it.
  const { compileCel } = await import('../../cel/index.ts');
  const program = await compileCel(expression, {
    variables: [variable],
    types: TYPES,
    dialect: 'kubernetes',
  });
  if ('fault' in program) {
    faults.add(path, `${quote(expression)} cannot be compiled: ${program.fault}`);
    return undefined;
  }
  if (isRule && isNoTest(expression, program.type)) {
    faults.add(
      path,
      `${quote(expression)} is not sure to be true or false: compare it, as in == true`,
    );
    return undefined;
  }
  return { expression, program };
}

/**
 * Whether an expression is known not to be a test. API servers take as a rule only what is sure to be true or false, and what is read
 * of claims may be anything. Where a function decides, it is left to them.
 */
function isNoTest(expression: string, type: string): boolean {
  if (type === 'bool') return false;
  return (
    type !== 'dyn' ||
    celWords(expression).every(({ kind, text }) => kind !== 'mark' || '.[]'.includes(text))
  );
}
