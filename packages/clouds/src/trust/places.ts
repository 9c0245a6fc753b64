/** A text, and where each of its characters stands. */
export interface Places {
  readonly characters: Uint32Array;
  /** A bit for each place, of a character that is one in 32 at least; else `undefined`. So they are no more than the text is long. */
  bitsOf(character: number): Uint32Array | undefined;
  /** The places, in order. */
  listOf(character: number): readonly number[];
}

/** Finds the places of characters when they are first asked for. */
export function createPlaces(characters: Uint32Array): Places {
  const bits = new Map<number, Uint32Array>();
  let lists: ReadonlyMap<number, readonly number[]> | undefined;

  function listOf(character: number): readonly number[] {
    lists ??= listPlaces(characters);
    return lists.get(character) ?? [];
  }

  return {
    characters,
    listOf,
    bitsOf(character) {
      const known = bits.get(character);
      if (known !== undefined) return known;
      const list = listOf(character);
      if (list.length * 32 < characters.length) return undefined;
      const made = toBits(list, characters.length);
      bits.set(character, made);
      return made;
    },
  };
}

/** The bit of a place within its word of 32. */
export function bitOf(place: number): number {
  return 1 << (place & 31);
}

function listPlaces(characters: Uint32Array): ReadonlyMap<number, readonly number[]> {
  const lists = new Map<number, number[]>();
  for (const [place, character] of characters.entries()) {
    const known = lists.get(character);
    if (known === undefined) lists.set(character, [place]);
    else known.push(place);
  }
  return lists;
}

function toBits(places: readonly number[], length: number): Uint32Array {
  const bits = new Uint32Array((length + 31) >>> 5);
  for (const place of places) bits[place >>> 5] = (bits[place >>> 5] ?? 0) | bitOf(place);
  return bits;
}
