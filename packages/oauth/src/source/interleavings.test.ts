import { DrawbridgeError } from '@drawbridge/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulation, LIFE, type Simulation } from './interleavings.fixture.ts';

/** What may happen next, and how often it does. */
const WEIGHTS = {
  go: 30,
  get: 8,
  refused: 2,
  timer: 6,
  second: 4,
  life: 2,
  clock: 2,
  kill: 2,
  start: 2,
  lose: 2,
} as const;
type Kind = keyof typeof WEIGHTS | 'full';

const JUMPS = [-86_400, -2 * LIFE, 100 - LIFE, -90, -10, 10, 90, LIFE - 100, 2 * LIFE, 86_400];

const events = (weights: Partial<Record<Kind, number>>) =>
  fc.array(
    fc.tuple(
      fc.oneof(
        ...Object.entries(weights).map(([kind, weight]) => ({
          weight,
          arbitrary: fc.constant(kind as Kind),
        })),
      ),
      fc.nat(1000),
    ),
    { minLength: 20, maxLength: 160, size: 'max' },
  );

async function happen(
  sim: Simulation,
  [kind, pick]: readonly [Kind, number],
  stops: boolean,
): Promise<void> {
  const alive = sim.alive();
  const one = alive[pick % Math.max(1, alive.length)] ?? sim.start();
  if (kind === 'go') await sim.go(pick);
  else if (kind === 'get') sim.get(one);
  else if (kind === 'refused') sim.get(one, one.source.peek()?.accessToken);
  else if (kind === 'timer') await sim.pass(Math.min(sim.untilTimer(), 4_000_000), stops);
  else if (kind === 'second') await sim.pass(1000 * (pick % 40), stops);
  else if (kind === 'life') await sim.pass(LIFE * (700 + pick * 0.3), stops);
  else if (kind === 'clock') one.offset += 1000 * (JUMPS[pick % JUMPS.length] ?? 0);
  else if (kind === 'kill') sim.kill(one);
  else if (kind === 'lose') sim.loseNext();
  else if (kind === 'full') sim.failWrite();
  else if (alive.length < 6) sim.start();
  await sim.settle();
}

/** Ends all faults, and looks at what comes of it: everybody has a token that is good, or is told to sign in. */
async function comeToRest(sim: Simulation): Promise<void> {
  sim.endFaults();
  const last = sim.start();
  await sim.pass(700_000, false);
  sim.get(last);
  for (let round = 0; round < 60; round++) {
    for (let step = 0; sim.pending() > 0 && step < 500; step++) await sim.go(0);
    await sim.pass(5_000, false);
  }
  for (const { gets } of sim.alive()) {
    expect(gets.filter(({ isDone }) => !isDone)).toEqual([]);
  }
  const answer = await last.gets[0]?.promise;
  const { ended } = sim.record();
  if (answer instanceof DrawbridgeError) {
    expect(answer.code).toBe('sign_in_needed');
    expect(ended).toBeDefined();
  } else {
    expect(sim.isStored(answer?.accessToken ?? 'none')).toBe(true);
  }
}

async function run(
  happenings: readonly (readonly [Kind, number])[],
  stops: boolean,
): Promise<void> {
  const sim = createSimulation();
  sim.start();
  for (const happening of happenings) {
    await happen(sim, happening, stops);
    expect(sim.faults).toEqual([]);
  }
  await comeToRest(sim);
  expect(sim.faults).toEqual([]);
}

const RUNS = Number(process.env['INTERLEAVINGS'] ?? 25);

describe('among processes that are killed at any step, with clocks that jump,', () => {
  it(
    'no refresh token is sent twice, and nothing is handed out that is not kept',
    () =>
      fc.assert(
        fc.asyncProperty(events(WEIGHTS), (list) => run(list, false)),
        { numRuns: RUNS },
      ),
    120_000,
  );

  it(
    'one that is stopped for longer than its lease is the only reason to send one again',
    () =>
      fc.assert(
        fc.asyncProperty(events(WEIGHTS), (list) => run(list, true)),
        { numRuns: RUNS },
      ),
    120_000,
  );

  it(
    'tokens that cannot be written are told of, and kept as soon as that works',
    () =>
      fc.assert(
        fc.asyncProperty(events({ ...WEIGHTS, full: 6, kill: 1 }), (list) => run(list, false)),
        { numRuns: RUNS },
      ),
    120_000,
  );
});
