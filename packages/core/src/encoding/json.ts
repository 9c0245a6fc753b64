import { decodeUtf8 } from './utf8.ts';

/** A JSON object as it was received. Look members up with {@link member}, never by plain access. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses UTF-8 JSON whose top level must be an object. Of two members with one name the last
 * counts, as RFC 7517 section 4 allows for keys; {@link hasDuplicateMembers} tells.
 *
 * @returns the object, or `undefined` when it is anything else
 */
export function parseJsonObject(bytes: Uint8Array): JsonObject | undefined {
  const text = decodeUtf8(bytes);
  return text === undefined ? undefined : parseJsonText(text);
}

/** As {@link parseJsonObject}, of text. */
export function parseJsonText(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a parsed JSON value is an object, not a list or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object's own member; what it inherits (`constructor`, `__proto__`) does not count. */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
