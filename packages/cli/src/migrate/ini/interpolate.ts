import type { IniSection } from './parse-ini.ts';

/** As deep as Python follows names into values. */
const MAX_DEPTH = 10;

/**
 * Fills in a value as Python's `configparser.BasicInterpolation` does: `%(name)s` stands for the value
 * of that name in the same section or in the defaults, `%%` for a percent sign, and no other `%` may
 * be there.
 *
 * @param scopes - where names are looked up, the first that has one wins
 * @throws {TypeError} saying what is wrong, as the rest of a sentence that begins with the setting
 */
export function interpolate(value: string, scopes: readonly IniSection[], depth = 1): string {
  if (depth > MAX_DEPTH) throw new TypeError('refers to itself, or to names nested too deeply');
  return value.replace(
    /%(?:(?<percent>%)|\((?<name>[^)]+)\)s|(?<other>[\s\S]?))/g,
    (...[match, percent, name]: (string | undefined)[]) => {
      if (percent !== undefined) return '%';
      if (name === undefined) {
        throw new TypeError(`has "${match}", where a percent sign is written %%`);
      }
      const inner = scopes.find((scope) => scope.has(name))?.get(name);
      if (inner === undefined) {
        throw new TypeError(
          `refers to %(${name})s, which neither its section nor [DEFAULT] has; a value given to ` +
            'pserve on its command line belongs into [DEFAULT]',
        );
      }
      return inner.includes('%') ? interpolate(inner, scopes, depth + 1) : inner;
    },
  );
}
