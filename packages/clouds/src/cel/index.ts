export {
  type CelBudget,
  type CelOutcome,
  type CelPart,
  type CelProgram,
} from './cel-program.ts';
export { compileCel } from './compile-cel.ts';
export type { KnownType } from './evaluation/known-type.ts';
