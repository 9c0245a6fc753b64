import { RESERVED_CLAIMS } from '@drawbridge/core';
import { InvalidArgumentError } from 'commander';
import { namedJson } from '../../option-values.ts';

/** Claims by name, as `--claim` gathers them. */
export type Claims = ReadonlyMap<string, unknown>;

/**
 * Adds a claim that is given as `name=JSON`, for an option that may be repeated. A claim that minting or another
 * option decides is refused, as is one that is given twice.
 */
export function claimOption(value: string, earlier: Claims = new Map()): Claims {
  const [name, parsed] = namedJson(value);
  if (name === 'sub') throw new InvalidArgumentError('Give the subject with --sub.');
  if (RESERVED_CLAIMS.some((reserved) => reserved === name)) {
    throw new InvalidArgumentError(
      `${name} is decided by --issuer, --aud and --ttl, or made for each token.`,
    );
  }
  if (earlier.has(name)) throw new InvalidArgumentError(`${JSON.stringify(name)} is given twice.`);
  return new Map([...earlier, [name, parsed]]);
}

/** Half of the time that a retired key stays published: a token must not outlive the key that verifies it. */
const MAX_TTL = 43_200;

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 };

/** A time to live in seconds, given as `1200`, `1200s`, `20m` or `1h`. */
export function ttlOption(value: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,6})([smh]?)$/.exec(value) ?? [];
  const seconds = Number(digits || Number.NaN) * (UNITS[unit] ?? Number.NaN);
  if (seconds >= 1 && seconds <= MAX_TTL) return seconds;
  throw new InvalidArgumentError('Give seconds, or 20m or 1h; at most 12h.');
}
