/** The tags that are met in a private key (X.690 section 8). */
export const DER = { integer: 0x02, octetString: 0x04, sequence: 0x30, parameters: 0xa0 } as const;

/** One element of DER (X.690 section 8.1). */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  /** With its tag and length. */
  readonly whole: Uint8Array;
}

/**
 * Reads the elements that follow each other in these bytes, as DER spells them: no indefinite lengths, no length
 * longer than it must be, and nothing after the last.
 *
 * @returns `undefined` when the bytes are anything else
 */
export function readDer(bytes: Uint8Array): readonly DerElement[] | undefined {
  const elements: DerElement[] = [];
  for (let start = 0; start < bytes.length; ) {
    const [head, length] = readHead(bytes, start);
    const end = start + head + length;
    // A length that cannot be read is NaN, and fails here too.
    if (!(end <= bytes.length)) return undefined;
    elements.push({
      tag: bytes[start] as number,
      content: bytes.subarray(start + head, end),
      whole: bytes.subarray(start, end),
    });
    start = end;
  }
  return elements;
}

/** How many bytes the tag and the length take, and how many follow; NaN for what DER does not allow. */
function readHead(bytes: Uint8Array, start: number): readonly [head: number, length: number] {
  const first = bytes[start + 1] ?? Number.NaN;
  if (first < 0x80) return [2, first];
  const count = first - 0x80;
  // Three bytes count up to 16 MiB, and no key is longer.
  if (!(count >= 1 && count <= 3)) return [2, Number.NaN];
  let length = 0;
  for (let index = 0; index < count; index++) {
    length = length * 256 + (bytes[start + 2 + index] ?? Number.NaN);
  }
  const shortest = length < 0x80 ? 0 : Math.ceil(Math.log2(length + 1) / 8);
  return [2 + count, shortest === count ? length : Number.NaN];
}
