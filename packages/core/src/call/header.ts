import type { Call } from './call.ts';

/**
 * All values of a header field, in the order of arrival.
 *
 * @param name - in lower case
 */
export function headerValues(call: Pick<Call, 'headers'>, name: string): readonly string[] {
  const values: string[] = [];
  // A loop: each call is asked for a dozen fields, most of which are not there.
  for (const [field, value] of call.headers) {
    if (field.length === name.length && field.toLowerCase() === name) values.push(value);
  }
  return values;
}

/**
 * The media type of a header value: lower case, without parameters (RFC 9110 section 8.3.1).
 */
export function mediaType(value: string): string {
  return (value.split(';', 1)[0] as string).trim().toLowerCase();
}
