/** Values by name, no more than so many. */
export interface BoundedMap<Value> {
  get(name: string): Value | undefined;
  /** A name that is new takes the place of the one that has been there longest, once all places are taken. */
  set(name: string, value: Value): void;
}

/**
 * Makes an empty map with so many places. A value whose time is over is for its reader to tell: it stays until its
 * place is needed or another is set, since to look for those would cost more than the room, which is bounded.
 *
 * @param places - a whole number from 1 up
 */
export function createBoundedMap<Value>(places: number): BoundedMap<Value> {
  const values = new Map<string, Value>();
  /** The names in the order of their coming, round and round. To ask the map for its first key walks over all that were deleted. */
  const ring: string[] = [];
  let place = 0;

  return {
    get: (name) => values.get(name),

    set(name, value) {
      if (!values.has(name)) {
        if (place < ring.length) values.delete(ring[place] as string);
        ring[place] = name;
        place = (place + 1) % places;
      }
      values.set(name, value);
    },
  };
}
