/** A step from one state to another, by any code point of a range. */
export interface Edge {
  readonly low: number;
  readonly high: number;
  readonly to: number;
}

/** A finite automaton over code points, which may go several ways at once. It takes a text that leads from a start to an end. */
export interface Automaton {
  readonly starts: readonly number[];
  /** By state. */
  readonly edges: readonly (readonly Edge[])[];
  /** By state: whether a text may end there. */
  readonly ends: readonly boolean[];
}

/** The last code point. Half a surrogate pair is one too: texts of JavaScript may hold it. */
export const LAST_CODE_POINT = 0x10ffff;

/** Takes no text. */
export const NO_STATES: Automaton = { starts: [], edges: [], ends: [] };

/** Whether an automaton takes a text. Time is bounded by the product of both sizes. */
export function runAutomaton({ starts, edges, ends }: Automaton, text: string): boolean {
  let places = new Set(starts);
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const next = new Set<number>();
    for (const place of places) {
      for (const { low, high, to } of edges[place] ?? []) {
        if (low <= point && point <= high) next.add(to);
      }
    }
    if (next.size === 0) return false;
    places = next;
  }
  return [...places].some((place) => ends[place]);
}

/** Makes the automaton that takes exactly the texts of a list: they share how they begin. */
export function automatonOfTexts(texts: ReadonlySet<string>): Automaton {
  const [only] = texts;
  return texts.size === 1 && only !== undefined ? chain(only) : tree(texts);
}

function chain(text: string): Automaton {
  const edges: Edge[][] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    edges.push([{ low: point, high: point, to: edges.length + 1 }]);
  }
  const last = edges.push([]) - 1;
  return { starts: [0], edges, ends: edges.map((_, state) => state === last) };
}

function tree(texts: Iterable<string>): Automaton {
  const edges: Edge[][] = [[]];
  const ends = [false];
  const next: Map<number, number>[] = [new Map()];
  for (const text of texts) {
    let state = 0;
    for (const character of text) {
      const point = character.codePointAt(0) ?? 0;
      const known = next[state]?.get(point);
      if (known !== undefined) {
        state = known;
        continue;
      }
      const to = edges.push([]) - 1;
      ends.push(false);
      next.push(new Map());
      next[state]?.set(point, to);
      edges[state]?.push({ low: point, high: point, to });
      state = to;
    }
    ends[state] = true;
  }
  return { starts: [0], edges, ends };
}
