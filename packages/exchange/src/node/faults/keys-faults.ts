import { type ConfigFault, MAX_PUBLISHED_KEYS, PUBLISH_DELAY, RETIRED_FOR } from '@drawbridge/core';
import { DEFAULT_LIFETIME } from '@drawbridge/rules';
import type { KeysSection } from '../section/keys-schema.ts';
import type { SparseSection } from './sparse-section.ts';

/** What is wrong with the schedule of the keys: it must fit itself and the tokens that are minted. */
export function keysFaults({ keys, rules }: SparseSection): readonly ConfigFault[] {
  if (keys === undefined) return [];
  const { retiredFor = RETIRED_FOR } = keys;
  const longest = Math.max(0, ...rules.map((rule) => rule?.grant.lifetime ?? DEFAULT_LIFETIME));
  const faults = rotationFaults(keys);
  if (retiredFor >= longest) return faults;
  const message =
    `is ${retiredFor}, and a rule gives tokens ${longest} seconds: the key would be gone before ` +
    'the last of them ends';
  return [...faults, { path: 'exchange.keys.retiredFor', message }];
}

function rotationFaults({
  rotateEvery,
  publishDelay = PUBLISH_DELAY,
  retiredFor = RETIRED_FOR,
  algorithms = ['RS256'],
}: KeysSection): ConfigFault[] {
  if (rotateEvery === undefined) return [];
  const path = 'exchange.keys.rotateEvery';
  if (rotateEvery < 2 * publishDelay) {
    const message = `is less than twice publishDelay, which is ${publishDelay}`;
    return [{ path, message }];
  }
  // One that waits, one that signs, and those that did.
  const published = new Set(algorithms).size * (2 + Math.ceil(retiredFor / rotateEvery));
  if (published <= MAX_PUBLISHED_KEYS) return [];
  const message =
    `would have ${published} keys published at once, and relying parties read ` +
    `${MAX_PUBLISHED_KEYS}: make it longer, or retiredFor shorter`;
  return [{ path, message }];
}
