import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import { firstOf } from '../first-of.ts';
import { failed, type Outcome, passed } from '../outcome.ts';
import type { Scene } from '../scene.ts';
import { noKeys } from './about-documents.ts';

/**
 * Every key is as it should be.
 *
 * @param faultOf - a clause such as `has no use`, or `undefined` for a key that is fine
 * @param fix - what to do, in sentences
 */
export function everyKey(
  faultOf: (key: JsonObject, keys: readonly unknown[]) => string | undefined,
  fix: string,
): (scene: Scene) => Outcome {
  return ({ keys }) => {
    if (keys === undefined) return noKeys();
    const faults = keys.flatMap((key, index) => {
      if (!isJsonObject(key)) return [`key ${index + 1} is no JSON object`];
      const fault = faultOf(key, keys);
      return fault === undefined ? [] : [`${keyName(key, index)} ${fault}`];
    });
    if (faults.length === 0)
      return passed(keys.length === 1 ? 'so is its one key' : `so are all ${keys.length} keys`);
    return failed(firstOf(faults), fix);
  };
}

/** A key of a list for people: by its kid, or by its place. */
export function keyName(key: unknown, index: number): string {
  const kid = isJsonObject(key) ? member(key, 'kid') : undefined;
  return typeof kid === 'string' ? `the key ${quote(kid)}` : `key ${index + 1}`;
}
