/** One step of a glob: a character, or one of the three wildcards. */
export type GlobStep = { readonly literal: string } | { readonly wild: '?' | '*' | '**' };

/**
 * Compiles a glob: `?` is one character but `/`, `*` any run of such characters, `**` any run at
 * all, and `\` takes the next character as it stands. The whole text must match. Time is
 * bounded by the product of both lengths, whatever the pattern.
 */
export function compileGlob(glob: string): (text: string) => boolean {
  const steps = parseGlob(glob);
  const beginning = joined(steps.slice(0, beginningOf(steps)));
  return (text) => {
    // Among many rules, most texts are told apart by how they begin.
    if (!text.startsWith(beginning)) return false;
    // All places in the pattern where a reader of the text so far may stand.
    let places = reach(steps, new Set([0]));
    for (const character of text) {
      const next = new Set<number>();
      for (const place of places) {
        const step = steps[place];
        if (step === undefined || !accepts(step, character)) continue;
        next.add(isRun(step) ? place : place + 1);
      }
      if (next.size === 0) return false;
      places = reach(steps, next);
    }
    return places.has(steps.length);
  };
}

/** Says what is wrong with a glob, or nothing. */
export function globFault(glob: string): string | undefined {
  if (glob === '') return 'is empty';
  return /(?<!\\)(?:\\\\)*\\$/.test(glob)
    ? 'ends in a backslash that stands for nothing'
    : undefined;
}

/** Takes a glob apart. */
export function parseGlob(glob: string): readonly GlobStep[] {
  return [...glob.matchAll(/\\(?<escaped>[^])|(?<wild>\*{1,2}|\?)|(?<plain>[^])/gu)].map(
    ({ groups }) => {
      const wild = groups?.['wild'];
      if (wild !== undefined) return { wild: wild as '?' | '*' | '**' };
      return { literal: groups?.['escaped'] ?? groups?.['plain'] ?? '' };
    },
  );
}

/** How every text begins and ends that a glob takes: what it has before the first wildcard, and after the last. */
export function literalEnds(glob: string): { readonly beginning: string; readonly ending: string } {
  const steps = parseGlob(glob);
  const last = steps.findLastIndex((step) => 'wild' in step);
  return {
    beginning: joined(steps.slice(0, beginningOf(steps))),
    ending: joined(steps.slice(last + 1)),
  };
}

/** How many steps there are before the first wildcard. */
function beginningOf(steps: readonly GlobStep[]): number {
  const first = steps.findIndex((step) => 'wild' in step);
  return first === -1 ? steps.length : first;
}

function joined(steps: readonly GlobStep[]): string {
  return steps.map((step) => ('literal' in step ? step.literal : '')).join('');
}

function accepts(step: GlobStep, character: string): boolean {
  if ('literal' in step) return step.literal === character;
  return step.wild === '**' || character !== '/';
}

function isRun(step: GlobStep): boolean {
  return 'wild' in step && step.wild !== '?';
}

/** Adds the places after runs, which may be empty. */
function reach(steps: readonly GlobStep[], places: Set<number>): Set<number> {
  for (const place of places) {
    const step = steps[place];
    // A Set that grows while it is walked is walked to its new end.
    if (step !== undefined && isRun(step)) places.add(place + 1);
  }
  return places;
}
