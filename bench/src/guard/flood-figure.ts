import { randomUUID } from 'node:crypto';
import { DrawbridgeError, UPSTREAM_DEFAULTS } from '@drawbridge/core';
import { createGuard, type Guard } from '@drawbridge/guard';
import {
  createTestClock,
  createTestIssuer,
  type TestClock,
  type TestIssuer,
} from '@drawbridge/testing';
import { type Figure, toFigure } from '../harness/figure.ts';
import { MIN_VALUES } from '../harness/interval.ts';
import type { Pair } from '../harness/interleave.ts';
import { progress } from '../harness/progress.ts';
import { requestWith } from './guard-verifier.ts';

export const FLOOD_FIGURE = 'unknown-kid-flood';

/** However many are asked for: fetches are counted, and a count has little noise. */
const ROUNDS = MIN_VALUES;
/** Tokens with a made-up `kid`, a round. */
const FORGED = 10_000;
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
export async function floodFigure(): Promise<Figure> {
  const pairs: Pair[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    progress(`guard ${FLOOD_FIGURE}: round ${round} of ${ROUNDS}`);
    pairs.push(await flood());
  }
  return toFigure(
    {
      bench: 'guard',
      figure: FLOOD_FIGURE,
      unit: 'fetches',
      against: `cool-downs of ${COOL_DOWN} s that ${FORGED} made-up kids last`,
      aim: 1,
      better: 'lower',
      ratio: (pair) => pair.subject / pair.reference,
    },
    pairs,
  );
}

async function flood(): Promise<Pair> {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ algorithms: ['ES256'], keyName: 'bench-guard', clock });
  const guard = createGuard({ ...issuer.guardOptions });
  const begin = clock.seconds();
  for (let sent = 0; sent < FORGED; sent += AT_ONCE) await crowd(guard, issuer, clock);
  const coolDowns = Math.ceil((clock.seconds() - begin) / COOL_DOWN);
  const fetches = issuer.requests.jwks;
  if (fetches < 2) throw new Error(`in ${coolDowns} cool-downs no unknown kid was looked up`);
  return { subject: fetches, reference: coolDowns };
}

async function crowd(guard: Guard<unknown>, issuer: TestIssuer, clock: TestClock): Promise<void> {
  const good = await issuer.issueAccess();
  const forged = Array.from({ length: AT_ONCE }, () => requireRefused(guard, withOtherKid(good)));
  await Promise.all([...forged, guard.identify(requestWith(good))]);
  clock.advance(SECONDS);
}

async function requireRefused(guard: Guard<unknown>, token: string): Promise<void> {
  try {
    await guard.identify(requestWith(token));
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError && thrown.code === 'key_unknown') return;
    throw thrown;
  }
  throw new Error('the guard takes a token with a made-up kid');
}

/** The token under the name of a key that its issuer has not. Nobody looks at its signature. */
function withOtherKid(token: string): string {
  const [, ...rest] = token.split('.');
  const header = JSON.stringify({ alg: 'ES256', typ: 'JWT', kid: randomUUID() });
  return [Buffer.from(header).toString('base64url'), ...rest].join('.');
}
