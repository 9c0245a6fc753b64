import type { CelDialect, CelOutcome, CelProgram } from './cel-program.ts';
import { compileCel } from './compile-cel.ts';

/** What an expression comes to over one variable `claims`; a fault of compiling is one, too. */
export async function runCel(
  expression: string,
  claims: unknown = {},
  dialect: CelDialect = 'kubernetes',
): Promise<CelOutcome> {
  const program = await programOf(expression, dialect);
  return 'fault' in program ? program : program.evaluate({ claims });
}

export function programOf(
  expression: string,
  dialect: CelDialect = 'kubernetes',
): Promise<CelProgram | { readonly fault: string }> {
  return compileCel(expression, { variables: ['claims'], dialect });
}
