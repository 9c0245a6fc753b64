/** A text; a whole number and a truth value stand for how they are written: what is too long for a number is a text already. @returns `undefined` of anything else */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || Number.isInteger(value)) return String(value);
  return undefined;
}

const TRUE: ReadonlySet<unknown> = new Set([true, 1, '1', 't', 'true']);
const FALSE: ReadonlySet<unknown> = new Set([false, 0, '0', 'f', 'false']);

/** A truth value, in what forms Go takes. @returns `undefined` of anything else */
export function truthOf(value: unknown): boolean | undefined {
  const plain = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (TRUE.has(plain)) return true;
  return FALSE.has(plain) ? false : undefined;
}

/** A whole number from 0. @returns `undefined` of anything else */
export function wholeOf(value: unknown, most: number): number | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^\d{1,10}$/.test(text.trim())) return undefined;
  const whole = Number(text);
  return whole <= most ? whole : undefined;
}

/** A list of texts, or one text with commas between. @returns `undefined` of anything else */
export function listOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) {
    const text = textOf(value);
    return text === undefined ? undefined : trimmed(text.split(','));
  }
  const texts = value.map(textOf);
  return texts.every((text) => text !== undefined) ? trimmed(texts) : undefined;
}

function trimmed(texts: readonly string[]): readonly string[] {
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

/** What one can do with a socket file: nothing, write and so connect, or that and more. Read alone lets nobody in. */
const SOCKET_MODE = /^0?o?([67][067][067])$/;

/**
 * The mode of a socket file. YAML 1.2 has `0660` be 660, and a mode is never meant in ten digits: the digits are octal ones,
 * however they are written.
 *
 * @returns `undefined` of anything else
 */
export function socketModeOf(value: unknown): number | undefined {
  const digits = SOCKET_MODE.exec(textOf(value) ?? '')?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 8);
}
