const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const INVALID = 0xff;

const VALUES = new Uint8Array(128).fill(INVALID);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** Bytes to base64url without padding. */
export function encode(bytes: Uint8Array): string {
  let text = '';
  let index = 0;
  for (; index + 2 < bytes.length; index += 3) {
    const group =
      ((bytes[index] as number) << 16) |
      ((bytes[index + 1] as number) << 8) |
      (bytes[index + 2] as number);
    text +=
      (ALPHABET[group >> 18] as string) +
      (ALPHABET[(group >> 12) & 63] as string) +
      (ALPHABET[(group >> 6) & 63] as string) +
      (ALPHABET[group & 63] as string);
  }
  if (bytes.length - index === 1) {
    const group = bytes[index] as number;
    text += (ALPHABET[group >> 2] as string) + (ALPHABET[(group & 3) << 4] as string);
  } else if (bytes.length - index === 2) {
    const group = ((bytes[index] as number) << 8) | (bytes[index + 1] as number);
    text +=
      (ALPHABET[group >> 10] as string) +
      (ALPHABET[(group >> 4) & 63] as string) +
      (ALPHABET[(group & 15) << 2] as string);
  }
  return text;
}

/** base64url to bytes; `undefined` when the text is not the one spelling of any bytes. */
export function decode(text: string): Uint8Array | undefined {
  const rest = text.length & 3;
  if (rest === 1) return undefined;
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let accumulator = 0;
  let bits = 0;
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const value = code < 128 ? (VALUES[code] as number) : INVALID;
    if (value === INVALID) return undefined;
    accumulator = ((accumulator << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = (accumulator >> bits) & 0xff;
    }
  }
  return (accumulator & ((1 << bits) - 1)) === 0 ? bytes : undefined;
}
