import { type Call, DrawbridgeError, headerValues } from '@drawbridge/core';

/**
 * The one value of a field that a proxy must write.
 *
 * @param name - in lower case
 * @throws {DrawbridgeError} `request_malformed` where it is not there, empty, or there twice
 */
export function readField(call: Pick<Call, 'headers'>, name: string): string {
  const [value, ...more] = headerValues(call, name);
  if (value !== undefined && value !== '' && more.length === 0) return value;
  const why = value === undefined ? 'is missing' : more.length > 0 ? 'is there twice' : 'is empty';
  throw new DrawbridgeError('request_malformed', {
    detail: `the field ${name}, by which this kind of proxy says what it asks for, ${why}`,
    hint: 'Take the configuration that drawbridge gateway snippet prints for the proxy, and ask at the path that stands there.',
  });
}
