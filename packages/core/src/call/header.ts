import type { Call } from './call.ts';

/**
 * All values of a header field, in the order of arrival.
 *
 * @param name - in lower case
 */
export function headerValues(call: Pick<Call, 'headers'>, name: string): readonly string[] {
  return call.headers
    .filter(([field]) => field.length === name.length && field.toLowerCase() === name)
    .map(([, value]) => value);
}

/**
 * The media type of a header value: lower case, without parameters (RFC 9110 section 8.3.1).
 */
export function mediaType(value: string): string {
  return (value.split(';', 1)[0] as string).trim().toLowerCase();
}
