// A process that asks token sources for a token, time and again, until it is killed or has asked often enough, and
// says what came: a line for each, in one write. Started with a JSON word: {folder, endpoint, sources, rounds, pause, attempt}.

import { writeSync } from 'node:fs';
import { DrawbridgeError } from '@drawbridge/core';
import { folderKeeper } from '@drawbridge/node';
import { createTokenSource } from '@drawbridge/oauth';

const { folder, endpoint, sources, rounds, pause, attempt } = JSON.parse(process.argv[2] ?? '{}');

/** @type {import('@drawbridge/oauth').TokenGrant} */
const grant = {
  rotates: true,
  async obtain(held, signal) {
    const body = new URLSearchParams({ refresh_token: held?.refreshToken ?? 'refresh-0' });
    const answer = await fetch(endpoint, { method: 'POST', body, signal });
    const json = await answer.json();
    if (!answer.ok) throw new DrawbridgeError('sign_in_needed', { detail: 'it was refused' });
    const obtainedAt = Math.floor(Date.now() / 1000);
    return {
      accessToken: json.access_token,
      tokenType: 'Bearer',
      obtainedAt,
      expiresAt: obtainedAt + json.expires_in,
      refreshToken: json.refresh_token,
    };
  },
};

const all = Array.from({ length: sources }, () =>
  createTokenSource({ grant, keeper: folderKeeper(folder), attemptTimeout: attempt }),
);
for (let round = 0; round < rounds; round++) {
  await Promise.all(all.map(ask));
  if (round + 1 < rounds) await new Promise((resolve) => setTimeout(resolve, pause));
}
await Promise.all(all.map((source) => source.close()));

/** @param {import('@drawbridge/oauth').TokenSource} source */
async function ask(source) {
  try {
    say('token', (await source.get()).accessToken);
  } catch (thrown) {
    const { code, message } = /** @type {DrawbridgeError} */ (thrown);
    say(code ?? 'internal', code === undefined ? message : '');
  }
}

/**
 * @param {string} what
 * @param {string} more
 */
function say(what, more) {
  writeSync(1, `${what} ${more}\n`);
}
