// Kills rotations of key rings and looks at the ring after each: node tools/prove-keys.mjs [KILLS].
// Two thirds die at each step in turn: before it, within it and half-way through a write; the others at any moment, two
// processes at a time. Several rings are at it at once, for a rotation mostly waits for the disk. Prints what it
// found, and ends with 1 at the first ring that is not whole.
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRing } from './prove-keys-ring.mjs';

/** Points of one mode that are this far apart come one after the other: a few kills reach all of a rotation. */
const STRIDE = 7;
/** Attempts on a ring, after which what they left over is an hour old. */
const AGE_EVERY = 20;
const NEVER = { mode: 'never', step: 0 };

const kills = Number(process.argv[2] ?? 1000);
const begun = performance.now();
const root = await mkdtemp(join(tmpdir(), 'drawbridge-proof-'));
const found = { killed: 0, survived: 0, points: new Set(), files: 0, left: 0 };
/** The longest rotation that was seen: what a killed process left over makes steps more. */
const longest = { steps: 0, writes: 0, took: 0 };

/**
 * All places to die in, again and again.
 *
 * @returns {Generator<import('./prove-keys-ring.mjs').Death, never>}
 */
function* points() {
  for (;;) {
    const { steps, writes } = longest;
    for (let from = 0; from < STRIDE; from++) {
      for (const [mode, count] of /** @type {const} */ ([
        ['before', steps],
        ['within', steps - 1],
        ['half', writes],
      ])) {
        for (let step = 1 + from; step <= count; step += STRIDE) yield { mode, step };
      }
    }
  }
}

/** @param {Awaited<ReturnType<typeof createRing>>} ring @param {ReturnType<typeof points>} next */
async function lane(ring, next) {
  for (let attempt = 0; found.killed < kills; attempt++) {
    const any = () => ({ ...NEVER, after: Math.random() * longest.took });
    const deaths = attempt % 3 === 2 ? [any(), any()] : [next.next().value];
    const { endings, files } = await ring.attack(deaths);
    for (const ending of endings) {
      const { killed, death } = ending;
      if (killed) {
        found.killed += 1;
        if (death.after === undefined) found.points.add(`${death.mode} ${death.step}`);
      } else {
        found.survived += 1;
        learn(ending);
      }
    }
    found.files = Math.max(found.files, files);
    if (attempt % AGE_EVERY === AGE_EVERY - 1) await ring.age();
  }
  found.left = Math.max(found.left, await ring.end());
}

/** @param {{ steps: number, writes: number }} ending */
function learn({ steps, writes }) {
  longest.steps = Math.max(longest.steps, steps);
  longest.writes = Math.max(longest.writes, writes);
}

try {
  const rings = [];
  for (let lanes = 2 * availableParallelism(); lanes > 0; lanes--)
    rings.push(await createRing(root));
  for (const ring of rings) {
    const { endings } = await ring.attack([NEVER]);
    for (const ending of endings) {
      learn(ending);
      longest.took = Math.max(longest.took, ending.took);
    }
  }
  if (!(longest.steps > 10 && longest.writes > 1)) throw new Error('the steps are not counted');
  const next = points();
  await Promise.all(rings.map((ring) => lane(ring, next)));
  const seconds = Math.round((performance.now() - begun) / 1000);
  process.stdout.write(
    `${found.killed} rotations of ${rings.length} rings killed at ${found.points.size} points of ${longest.steps} steps ` +
      `and at random, ${found.survived} came to their end; the ring was whole each time. ` +
      `${found.files} files at most, ${found.left} at the end. ${seconds} s.\n`,
  );
} finally {
  await rm(root, { recursive: true });
}
