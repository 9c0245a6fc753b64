import { DrawbridgeError, UPSTREAM_DEFAULTS } from '@drawbridge/core';
import { createGuard, type Guard } from '@drawbridge/guard';
import {
  createTestClock,
  createTestIssuer,
  type TestClock,
  type TestIssuer,
} from '@drawbridge/testing';
import type { Figure } from '../harness/figure.ts';
import type { Pair } from '../harness/interleave.ts';
import { floodFigureOf, FORGED, withOtherKid } from '../upstream/unknown-kids.ts';
import { requestWith } from './guard-verifier.ts';

/** So many come at once, and a good one with them. */
const AT_ONCE = 50;
/** From one such crowd to the next. */
const SECONDS = 0.5;
const COOL_DOWN = UPSTREAM_DEFAULTS.coolDown;

/**
 * Measures how often a guard fetches its issuer's keys for a flood of tokens that each name another key, against how
 * many cool-downs the flood lasts, by a clock that the bench moves.
 *
 * @throws {Error} when a good token among them is refused, a forged one is not, or unknown keys are never looked up: an
 *   issuer that rotates would be locked out
 */
export function floodFigure(): Promise<Figure> {
  return floodFigureOf('guard', () => flood(FORGED), COOL_DOWN);
}

/** What is flooded. */
type Flooded = Pick<Guard<unknown>, 'identify'>;

/** @param guardOf - default: a guard that knows no more than its issuer's address */
export async function flood(
  forged: number,
  guardOf: (issuer: TestIssuer) => Flooded = ({ guardOptions }) => createGuard({ ...guardOptions }),
): Promise<Pair> {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ algorithms: ['ES256'], keyName: 'bench-guard', clock });
  const guard = guardOf(issuer);
  const begin = clock.seconds();
  for (let sent = 0; sent < forged; sent += AT_ONCE) await crowd(guard, issuer, clock);
  const coolDowns = Math.ceil((clock.seconds() - begin) / COOL_DOWN);
  const fetches = issuer.requests.jwks;
  if (fetches < 2) throw new Error(`in ${coolDowns} cool-downs no unknown kid was looked up`);
  return { subject: fetches, reference: coolDowns };
}

async function crowd(guard: Flooded, issuer: TestIssuer, clock: TestClock): Promise<void> {
  const good = await issuer.issueAccess();
  const forged = Array.from({ length: AT_ONCE }, () => requireRefused(guard, withOtherKid(good)));
  await Promise.all([...forged, guard.identify(requestWith(good))]);
  clock.advance(SECONDS);
}

async function requireRefused(guard: Flooded, token: string): Promise<void> {
  try {
    await guard.identify(requestWith(token));
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError && thrown.code === 'key_unknown') return;
    throw thrown;
  }
  throw new Error('the guard takes a token with a made-up kid');
}
