import { decodeUtf8 } from '@drawbridge/core';

/** Entries of a map. A sign-in has four, and one more for each page that it was begun for. */
const MAX_ENTRIES = 64;

/** Types of Go's gob, by the numbers that its encoding gives to them. */
const TYPE = { int: 2, string: 6, interface: 8 } as const;

/** What one map of a gob stream holds. */
export type GobMap = ReadonlyMap<string, string | number>;

/** Thrown and caught here. */
class Malformed extends Error {}

/**
 * Reads a stream of Go's encoding/gob that is one `map[interface{}]interface{}` whose keys are texts and whose values are texts
 * or ints: a message that defines the type of the map, a message with the map, and nothing behind it.
 *
 * @returns `undefined` for anything else
 */
export function readGobMap(bytes: Uint8Array): GobMap | undefined {
  try {
    const stream = createReader(bytes);
    const type = readMapType(stream.message());
    const map = readMap(stream.message(), type);
    stream.end();
    return map;
  } catch (thrown) {
    if (thrown instanceof Malformed) return undefined;
    throw thrown;
  }
}

/** Takes one value after the other. Each function throws for what is not there. */
interface Reader {
  /** One byte, or the complement of a count and so many bytes. */
  uint(): number;
  /** A uint whose lowest bit is the sign. */
  int(): number;
  text(): string;
  /** What has a count of its bytes in front. */
  message(): Reader;
  /** What must be there: the numbers that begin fields, and end structures. */
  expect(...values: readonly number[]): void;
  end(): void;
}

function createReader(bytes: Uint8Array): Reader {
  let at = 0;

  function take(count: number): Uint8Array {
    if (count > bytes.length - at) throw new Malformed();
    at += count;
    return bytes.subarray(at - count, at);
  }

  function uint(): number {
    const [first = 0] = take(1);
    if (first < 0x80) return first;
    const count = 0x100 - first;
    if (count > 8) throw new Malformed();
    let value = 0;
    for (const byte of take(count)) value = value * 0x100 + byte;
    if (!Number.isSafeInteger(value)) throw new Malformed();
    return value;
  }

  function int(): number {
    const value = uint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  return {
    uint,
    int,
    message: () => createReader(take(uint())),
    text() {
      const text = decodeUtf8(take(uint()));
      if (text === undefined) throw new Malformed();
      return text;
    },
    expect(...values) {
      for (const value of values) if (uint() !== value) throw new Malformed();
    },
    end() {
      if (at !== bytes.length) throw new Malformed();
    },
  };
}

/** A wireType whose one field is the fourth, MapT: a CommonType whose one field is the second, the type's number; key; element. */
function readMapType(message: Reader): number {
  const type = -message.int();
  message.expect(4, 1, 2);
  if (type <= 0 || message.int() !== type) throw new Malformed();
  message.expect(0, 1);
  if (message.int() !== TYPE.interface) throw new Malformed();
  message.expect(1);
  if (message.int() !== TYPE.interface) throw new Malformed();
  message.expect(0, 0);
  message.end();
  return type;
}

function readMap(message: Reader, type: number): GobMap {
  if (message.int() !== type) throw new Malformed();
  // What is no structure has this in front.
  message.expect(0);
  const count = message.uint();
  if (count > MAX_ENTRIES) throw new Malformed();
  const map = new Map<string, string | number>();
  for (let entry = 0; entry < count; entry++) {
    const key = readInterface(message);
    if (typeof key !== 'string' || map.has(key)) throw new Malformed();
    map.set(key, readInterface(message));
  }
  message.end();
  return map;
}

/** The name of a type, its number, and the value with a count of its bytes in front. */
function readInterface(message: Reader): string | number {
  const name = message.text();
  if (name !== 'string' && name !== 'int') throw new Malformed();
  if (message.int() !== TYPE[name]) throw new Malformed();
  const value = message.message();
  value.expect(0);
  const found = name === 'string' ? value.text() : value.int();
  value.end();
  return found;
}
