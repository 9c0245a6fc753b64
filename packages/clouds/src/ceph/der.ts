/** The tags of DER that a certificate needs (X.690 section 8). */
const TAGS = {
  integer: 0x02,
  bitString: 0x03,
  null: 0x05,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

/** One element of DER: its tag, its length in the fewest bytes, and its content. */
function element(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = join(contents);
  const { length } = content;
  if (length < 0x80) return join([Uint8Array.of(tag, length), content]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return join([Uint8Array.of(tag, 0x80 + bytes.length, ...bytes), content]);
}

export const sequence = (...members: readonly Uint8Array[]) => element(TAGS.sequence, ...members);
export const set = (...members: readonly Uint8Array[]) => element(TAGS.set, ...members);
export const none = () => element(TAGS.null);
/** A whole number of bytes. */
export const bits = (bytes: Uint8Array) => element(TAGS.bitString, Uint8Array.of(0), bytes);
export const utf8 = (text: string) => element(TAGS.utf8, new TextEncoder().encode(text));
/** `YYMMDDHHMMSSZ`, which is for years before 2050 (RFC 5280 section 4.1.2.5). */
export const utcTime = (text: string) => element(TAGS.utcTime, new TextEncoder().encode(text));
/** `YYYYMMDDHHMMSSZ`, for years from 2050 on. */
export const time = (text: string) => element(TAGS.generalizedTime, new TextEncoder().encode(text));
/** Bytes and elements as they are, under a tag of their context. */
export const tagged = (number: number, ...members: readonly Uint8Array[]) =>
  element(0xa0 + number, ...members);

/** A number that is not negative, of big-endian bytes. */
export function integer(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const shortest = bytes.subarray(start);
  // A first bit that is set would make it negative.
  const padding = (shortest[0] ?? 0x80) >= 0x80 ? Uint8Array.of(0) : new Uint8Array();
  return element(TAGS.integer, padding, shortest);
}

/** An object identifier as it is written: `1.2.840.113549.1.1.11` (X.690 section 8.19). */
export function identifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((value) => {
    const digits = [value % 128];
    for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
      digits.unshift(128 + (left % 128));
    }
    return digits;
  });
  return element(0x06, Uint8Array.from(bytes));
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
