import type { Caller } from '../caller/caller.ts';
import type { Requirement } from './requirement.ts';
import { saysYes } from './says-yes.ts';

/**
 * A requirement of your own.
 *
 * @param description - the rest of a sentence, for the log: `needs an account that is paid for`
 * @param decide - answers `true` for who may pass. Anything else refuses, a promise of `true` too
 * @throws {TypeError} when one of the two is missing
 */
export function check<Who = Caller>(
  description: string,
  decide: (caller: Who) => boolean,
): Requirement<Who> {
  if (typeof description !== 'string' || description === '' || typeof decide !== 'function') {
    throw new TypeError('give check a description and a function that decides');
  }
  return {
    description,
    scopes: [],
    isMetBy: (caller) => saysYes(decide(caller)),
  };
}
