// A process that writes to a store until it is killed, and says what was acknowledged: a line for each, in one write.
// Started with a JSON word: {driver: 'lmdb', folder} or {driver: 'redis', host, port}, and the name of the writer.

import { writeSync } from 'node:fs';
import { systemClock } from '@drawbridge/core';
import { openLmdbStore } from '@drawbridge/node/lmdb';
import { openRedisStore } from '@drawbridge/node/redis';

const [word = '{}', name = ''] = process.argv.slice(2);
const { driver, folder, host, port } = JSON.parse(word);
const timeout = 60_000;
const store =
  driver === 'lmdb'
    ? await openLmdbStore({ folder, clock: systemClock, timeout })
    : await openRedisStore({ server: { host, port }, clock: systemClock, timeout });

const expiresAt = Math.floor(Date.now() / 1000) + 3600;
for (let round = 0; ; round++) {
  try {
    const [counter] = await store.get(['counter']);
    const next = Number(counter?.value ?? 0) + 1;
    const condition = counter === undefined ? 'absent' : { version: counter.version };
    const version = await store.put('counter', `${next}`, { expiresAt, if: condition });
    if (version !== undefined) say('counted', next);

    const claim = await store.put(`claim/${round}`, name, { expiresAt, if: 'absent' });
    if (claim !== undefined) say('claimed', round);

    say('added', await store.add('sum', 1, expiresAt));
  } catch (thrown) {
    // A server that is killed and comes back is part of the test; anything else is not.
    if (/** @type {{ code?: string }} */ (thrown).code !== 'store_unavailable') throw thrown;
    say('failed', round);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * @param {string} what
 * @param {number} number
 */
function say(what, number) {
  writeSync(1, `${what} ${number}\n`);
}
