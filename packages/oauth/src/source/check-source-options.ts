import { requireFunctions, requireObject, requireSurroundings } from '@drawbridge/core';
import { requireFunction, requireMember } from '../check-options.ts';
import type { TokenSourceOptions } from './source-options.ts';

/** Milliseconds. */
const LONGEST_ATTEMPT = 300_000;

/**
 * Refuses options that cannot be meant.
 *
 * @throws {TypeError} naming the option, and saying what to write instead
 */
export function checkSourceOptions(options: TokenSourceOptions): void {
  requireObject(
    options,
    'what createTokenSource is given',
    '{ grant: refreshGrant({ endpoint, refreshToken }), keeper }',
  );
  const { grant, keeper, initial, timers, random, attemptTimeout = 1 } = options;
  requireMember(grant, 'grant', ['obtain'], 'a grant, such as refreshGrant makes');
  if (typeof grant.rotates !== 'boolean') {
    throw new TypeError(
      'grant.rotates must be true where what it gives cannot be had twice, such as a refresh token that is good once, else false',
    );
  }
  requireFunctions(keeper, 'keeper', ['read', 'write'], 'a keeper, such as folderKeeper makes');
  if (initial !== undefined) checkInitial(initial);
  requireSurroundings(options);
  requireFunctions(timers, 'timers', ['after', 'hold'], 'what lets time pass in tests');
  if (random !== undefined) requireFunction(random, 'random', 'such as Math.random');
  requireTimeout(attemptTimeout);
}

const INITIAL =
  "{ accessToken: '…', tokenType: 'Bearer', obtainedAt: 1767225600, refreshToken: '…' }";

/** What kind its members are. Of what is in them, an endpoint judges. */
function checkInitial(initial: object): void {
  requireObject(initial, 'initial', INITIAL);
  const given: Readonly<Record<string, unknown>> = { ...initial };
  const wrong =
    ['accessToken', 'tokenType'].find((name) => typeof given[name] !== 'string') ??
    ['refreshToken', 'idToken', 'scope'].find(
      (name) => !['string', 'undefined'].includes(typeof given[name]),
    );
  if (wrong !== undefined)
    throw new TypeError(`initial.${wrong} must be a string, as in ${INITIAL}`);
  for (const name of ['obtainedAt', 'expiresAt']) {
    const value = given[name];
    if (Number.isFinite(value) || (name === 'expiresAt' && value === undefined)) continue;
    throw new TypeError(`initial.${name} must be seconds since the epoch, as in ${INITIAL}`);
  }
}

function requireTimeout(milliseconds: number): void {
  if (Number.isSafeInteger(milliseconds) && milliseconds >= 1 && milliseconds <= LONGEST_ATTEMPT) {
    return;
  }
  throw new TypeError(
    `attemptTimeout is no whole number of milliseconds from 1 to ${LONGEST_ATTEMPT}`,
  );
}
