/** What is remembered of tokens, by their texts. */
export interface SeenTokens<Value> {
  find(token: string): Value | undefined;
  keep(token: string, value: Value): void;
}

/** How much is remembered. */
export interface SeenTokensLimits {
  /** Tokens; one or two where there is one place. */
  readonly places: number;
  /** Characters of all of them together; the one that came last is remembered however long it is. */
  readonly characters: number;
}

interface Entry<Value> {
  readonly token: string;
  readonly value: Value;
}

/**
 * Characters at the end of a token, by which it is looked for. A whole token would be read letter by letter for its place in a map,
 * and a hash of it costs some microseconds; its end is of its signature, also where it was gzipped, or of the tag of what is sealed,
 * and another token with the same end is told apart by its whole text.
 *
 * How far two texts are the same may be told by how long it takes to compare them. That is done only for who has the end of one
 * that was seen: a part of its signature or of its tag, which nobody can guess.
 */
const END = 48;

/**
 * Makes an empty memory. It is of two halves: once the younger is full, the older is forgotten, and what was asked for since then
 * is in the younger again.
 */
export function createSeenTokens<Value>({
  places,
  characters,
}: SeenTokensLimits): SeenTokens<Value> {
  const half = { places: Math.max(1, Math.floor(places / 2)), characters: characters / 2 };
  let young = new Map<string, Entry<Value>>();
  let old = new Map<string, Entry<Value>>();
  let length = 0;

  function add(entry: Entry<Value>): void {
    const { token } = entry;
    if (young.size >= half.places || length + token.length > half.characters) {
      old = young;
      young = new Map();
      length = 0;
    }
    length += token.length;
    young.set(token.slice(-END), entry);
  }

  return {
    find(token) {
      const end = token.slice(-END);
      const known = young.get(end);
      if (known !== undefined) return known.token === token ? known.value : undefined;
      const older = old.get(end);
      if (older === undefined || older.token !== token) return undefined;
      add(older);
      return older.value;
    },
    keep: (token, value) => add({ token: copyOf(token), value }),
  };
}

/** V8 keeps a whole text for as long as there is a piece of it, and a token is one of all cookies of a request. */
function copyOf(text: string): string {
  return ` ${text}`.slice(1);
}
