import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import { keyFault } from '../measure/key-fault.ts';
import { failed, type Outcome, passed } from '../outcome.ts';
import type { Scene } from '../scene.ts';
import { noKeys } from './about-documents.ts';

/** No more keys of a type than a limit. */
export function keyCount(kty: string, limit: number): (scene: Scene) => Outcome {
  return ({ keys }) => {
    if (keys === undefined) return noKeys();
    const count = keys.filter((key) => isJsonObject(key) && member(key, 'kty') === kty).length;
    return count <= limit
      ? passed(`${count} keys of ${kty}`)
      : failed(
          `the JWK Set has ${count} keys of ${kty}`,
          'Take out those that sign nothing any more: "drawbridge keys retire".',
        );
  };
}

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
      return fault === undefined ? [] : [`${nameOf(key, index)} ${fault}`];
    });
    if (faults.length === 0)
      return passed(keys.length === 1 ? 'so is its one key' : `so are all ${keys.length} keys`);
    const more = faults.length > 3 ? `, and ${faults.length - 3} more` : '';
    return failed(`${faults.slice(0, 3).join('; ')}${more}`, fix);
  };
}

function nameOf(key: JsonObject, index: number): string {
  const kid = member(key, 'kid');
  return typeof kid === 'string' ? `the key ${quote(kid)}` : `key ${index + 1}`;
}

/** Every key has the members of its type, in a form that can be read. */
export const areWellFormed = everyKey(
  keyFault,
  'Take the key out or correct it: it verifies nothing.',
);
