import { DrawbridgeError } from '@drawbridge/core';

/**
 * A moment as AWS writes it: ISO 8601 in UTC, to the second.
 *
 * @param seconds - since the epoch
 * @throws {DrawbridgeError} `cloud_invalid` for what no calendar has
 */
export function isoTime(seconds: number): string {
  const date = new Date(Math.floor(seconds) * 1000);
  if (Number.isNaN(date.getTime())) {
    throw new DrawbridgeError('cloud_invalid', {
      detail: 'AWS gave credentials an end that is beyond the calendar',
    });
  }
  return date.toISOString().replace('.000Z', 'Z');
}
