import type { KeyEntry } from '@drawbridge/core';
import { showTime } from '@drawbridge/node';

/**
 * From when a key signs, to stand after "signs".
 *
 * @param now - seconds since the epoch
 */
export function describeBeginning({ signsFrom }: Pick<KeyEntry, 'signsFrom'>, now: number): string {
  return signsFrom === null
    ? 'once it was read back from the public address'
    : `from ${showTime(signsFrom, now)}`;
}
