/** Compiles regular expressions that are looked for anywhere in a text, in linear time. */
export type RegexSearchCompiler = (pattern: string) => RegexSearch | { readonly fault: string };

export interface RegexSearch {
  /** How many steps the pattern has: looking for it takes time in proportion to them, times the length of the text. */
  readonly steps: number;
  isIn(text: string): boolean;
  /** What it matches of a text, from the left, without overlaps. Each step may read the text to its end. */
  findAll(text: string): Generator<string>;
}

/** Loads RE2, in its port to JavaScript, as `loadRegexCompiler` does. */
export async function loadRegexSearch(): Promise<RegexSearchCompiler> {
  const { RE2JS: engine } = await import('re2js');
  return (pattern) => {
    try {
      const compiled = engine.compile(pattern);
      return {
        steps: compiled.programSize(),
        isIn: (text) => compiled.test(text),
        *findAll(text) {
          const matcher = compiled.matcher(text);
          while (matcher.find()) yield matcher.group() ?? '';
        },
      };
    } catch (thrown) {
      return { fault: (thrown as Error).message };
    }
  };
}
