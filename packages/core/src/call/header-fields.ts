import type { HeaderField } from './call.ts';

/**
 * The header fields of a request of Node: in the order of arrival, repeated ones apart. Its `rawHeaders` alone tell
 * of every field: of two Authorization fields `headers` drops one, and joins others.
 *
 * @param rawHeaders - names and values by turns; a name without a value after it is left out
 */
export function headerFields(rawHeaders: readonly string[]): HeaderField[] {
  const fields: HeaderField[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    fields.push([rawHeaders[index] as string, rawHeaders[index + 1] as string]);
  }
  return fields;
}
