// A process that works in the background for a user until it is killed, and says what it has: a line for each new token.
// Started with a JSON word: {folder, issuer, secret} and one of {caller}, to begin a delegation with the session's token,
// {handle}, to go on with it, or {handle, end: true}.

import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSealer, systemClock } from '@drawbridge/core';
import { createBackgroundTokens } from '@drawbridge/guard/tokens';
import { openLmdbStore } from '@drawbridge/node/lmdb';

const { folder, issuer, secret, caller, handle, end } = JSON.parse(process.argv[2] ?? '{}');
const store = await openLmdbStore({ folder, clock: systemClock, timeout: 30_000 });
const tokens = createBackgroundTokens({
  issuer,
  client: { method: 'none', clientId: 'worker' },
  store,
  sealer: createSealer([secret]),
  tokenEndpoint: `${issuer}/token`,
  sessionRefreshToken: 'use',
});

if (end) {
  const { ended } = await tokens.end(handle);
  say('ended', String(ended));
} else {
  await work(handle === undefined ? await begin() : await tokens.resume(handle));
}
await store.close();

async function begin() {
  const access = { ...caller.access, claim: () => undefined };
  const delegation = await tokens.delegate({ ...caller, access }, { purpose: 'a long job' });
  say('handle', delegation.handle);
  return delegation;
}

/** @param {import('@drawbridge/guard/tokens').Delegation} delegation */
async function work({ source }) {
  let last = '';
  for (;;) {
    try {
      const { accessToken } = await source.get();
      if (accessToken !== last) say('token', accessToken);
      last = accessToken;
    } catch (thrown) {
      say('fault', String(/** @type {{ code?: string }} */ (thrown).code));
      await source.close();
      return;
    }
    await sleep(50);
  }
}

/**
 * @param {string} what
 * @param {string} text
 */
function say(what, text) {
  writeSync(1, `${what} ${text}\n`);
}
