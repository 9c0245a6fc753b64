import type { CelOptions, CelProgram } from './cel-program.ts';

/**
 * Reads an expression of the Common Expression Language, as a relying party would.
 *
 * @returns the program, or what is wrong with the expression in words that complete a sentence
 */
export async function compileCel(
  expression: string,
  options: CelOptions,
): Promise<CelProgram | { readonly fault: string }> {
  const { parse, plan, celEnv, isCelError } = await import('@bufbuild/cel');
  try {
    const run = plan(celEnv(), parse(expression));
    const evaluate: CelProgram['evaluate'] = (values) => {
      const bound = Object.fromEntries(options.variables.map((name) => [name, values[name]]));
      const value = run(bound as Parameters<typeof run>[0]);
      return isCelError(value) ? { fault: value.message } : { value };
    };
    return { evaluate, parts: [{ text: expression, reads: [], evaluate }] };
  } catch (cause) {
    return { fault: cause instanceof Error ? cause.message : String(cause) };
  }
}
