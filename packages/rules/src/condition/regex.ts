import type { RE2JS } from 're2js';

/** Compiles regular expressions that match in linear time. */
export type RegexCompiler = (pattern: string) => CompiledRegex;

/** A compiled pattern, or what is wrong with it. */
export type CompiledRegex =
  | {
      readonly matches: (text: string) => boolean;
      /** What the engine runs, for who wants to know what texts it takes. */
      readonly program: unknown;
    }
  | { readonly fault: string };

/** The most steps that a compiled pattern may have. `{200}` repeats what stands before it 200 times. */
const MAX_PROGRAM = 2000;

/**
 * Loads RE2, in its port to JavaScript. The engine of JavaScript itself can be made to run for ever
 * by a claim's value; this one cannot, and for it knows neither look-around nor back references.
 */
export async function loadRegexCompiler(): Promise<RegexCompiler> {
  // Loaded when a rule has a regular expression: it takes as long as the rest of the start.
  const { RE2JS: engine } = await import('re2js');
  return (pattern) => {
    try {
      // First alone: `a)|(b` would become valid by the parentheses that follow.
      engine.compile(pattern);
      // In a group: without it `a|b` would mean "begins with a, or ends in b".
      const compiled: RE2JS = engine.compile(`^(?:${pattern})$`);
      if (compiled.programSize() > MAX_PROGRAM) {
        return { fault: `it compiles to more than ${MAX_PROGRAM} steps; repeat less` };
      }
      return { matches: (text) => compiled.testExact(text), program: compiled.re2().prog };
    } catch (thrown) {
      return { fault: (thrown as Error).message };
    }
  };
}
