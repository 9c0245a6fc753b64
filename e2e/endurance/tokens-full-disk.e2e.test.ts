import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DrawbridgeError } from '@drawbridge/core';
import { folderKeeper } from '@drawbridge/node';
import {
  createTokenSource,
  type SourceTimers,
  type TokenGrant,
  type TokenKeeper,
  type TokenSource,
} from '@drawbridge/oauth';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mayMount, mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { createStage, type Stage } from '../support/stage.ts';

// Tokens on a disk that is really full from when the lease was taken on: the refresh token is used up by then.

let stage: Stage;
let disk: SmallDisk;
let folder: string;
let world: ReturnType<typeof createWorld>;

/** Seconds: an hour of tokens, and how long a lease is waited for. */
const LIFE = 3600;
const TERM = 31;

/** A server whose refresh tokens are good once, and sources that share what is kept, as processes do. */
function createWorld() {
  const clock = createTestClock();
  const timers = new Set<{ readonly at: number; readonly work: () => void }>();
  const requests: string[] = [];
  const state = { given: 0, busy: 0, whileAsked: () => {} };

  const grant: TokenGrant = {
    rotates: true,
    async obtain(held) {
      const sent = held?.refreshToken ?? 'none';
      requests.push(sent);
      if (sent !== `refresh-${state.given}`) {
        throw new DrawbridgeError('sign_in_needed', { detail: 'it was used before' });
      }
      state.given++;
      state.whileAsked();
      return tokens(state.given);
    },
  };

  function tokens(number: number, life = LIFE) {
    const obtainedAt = clock.seconds();
    const names = { accessToken: `access-${number}`, refreshToken: `refresh-${number}` };
    return { ...names, tokenType: 'Bearer', obtainedAt, expiresAt: obtainedAt + life };
  }

  const manual: SourceTimers = {
    after(milliseconds, work) {
      const timer = { at: clock.monotonic() + milliseconds, work };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    hold: () => () => {},
  };

  async function counted<T>(work: Promise<T>): Promise<T> {
    state.busy++;
    try {
      return await work;
    } finally {
      state.busy--;
    }
  }

  /** Lets everything happen that needs no time to pass, but for what the disk takes. */
  async function settle(): Promise<void> {
    for (let idle = 0; idle < 3; idle = state.busy === 0 ? idle + 1 : 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    requests,
    state,
    settle,
    start() {
      const kept = folderKeeper(folder);
      const keeper: TokenKeeper = {
        read: () => counted(kept.read()),
        write: (text, over) => counted(kept.write(text, over)),
      };
      const log = createLogRecorder();
      const initial = tokens(0, 0);
      const options = { grant, keeper, initial, clock, log, timers: manual };
      return { source: createTokenSource({ ...options, random: () => 0.5 }), log };
    },
    async pass(seconds: number): Promise<void> {
      const end = clock.monotonic() + seconds * 1000;
      await settle();
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
        clock.advance(Math.max(0, (next?.at ?? end) - clock.monotonic()) / 1000);
        if (next === undefined) return;
        timers.delete(next);
        next.work();
        await settle();
      }
    },
  };
}

/** What comes of asking for tokens, when so many seconds have passed. */
async function got(source: TokenSource, seconds: number): Promise<string> {
  const answer = source.get().then(
    ({ accessToken }) => accessToken,
    (thrown: unknown) => `${(thrown as DrawbridgeError).code}: ${(thrown as Error).message}`,
  );
  await world.pass(seconds);
  return answer;
}

/** How there comes to be no room for the new tokens where there was some for the lease. */
const WAYS: Readonly<Record<string, () => void>> = {
  'somebody else filled it meanwhile': () => {
    world.state.whileAsked = () => disk.fillUp();
  },
  'the last names of files were taken meanwhile': () => {
    world.state.whileAsked = () => disk.fillUp({ pages: 50, names: 0 });
  },
  // Its folder is two names, and the lease a page.
  'the lease took what was left': () => disk.fillUp({ pages: 1 }),
};

describe.skipIf(!mayMount()).each(Object.entries(WAYS))(
  'no room for new tokens, since %s (needs leave to mount a disk)',
  (_, fill) => {
    beforeEach(() => {
      stage = createStage();
      disk = mountSmallDisk(stage);
      folder = join(disk.path, 'tokens', 'key');
      world = createWorld();
    });
    afterEach(() => stage.clear());

    /** Renews the tokens: the disk takes the lease, and then nothing any more. */
    async function renewUnsaved() {
      fill();
      const one = world.start();
      expect(await got(one.source, 0)).toBe('access-1');
      return one;
    }

    test('is told of, keeps others from the token that was used up, and ends with room', async () => {
      const { source, log } = await renewUnsaved();
      expect(log.entries.filter(({ level }) => level === 'error')).toMatchObject([
        {
          event: 'tokens not kept',
          fields: {
            detail: expect.stringMatching(
              /in the memory of this process alone: .*\(ENOSPC\)/,
            ) as string,
            hint: expect.stringMatching(/Free some space.*a new sign-in is needed/) as string,
          },
        },
      ]);
      expect(log.text()).not.toMatch(/refresh-|access-/);
      // No part of the new tokens is left behind, and the lease stays.
      const names = await readdir(folder);
      expect(names.filter((name) => !/^tokens\.\d+\.json$/.test(name))).toEqual([]);
      expect((await folderKeeper(folder).read())?.text).toMatch(/"owner"/);

      const other = world.start();
      expect(await got(other.source, TERM)).toMatch(/^data_unusable: .*\(ENOSPC\)/);
      expect(await got(source, 0)).toBe('access-1');
      expect(world.requests).toEqual(['refresh-0']);

      disk.empty();
      await world.pass(5);
      expect(log.entries.at(-1)).toMatchObject({ event: 'tokens kept after all' });
      await world.pass(60);
      expect(await got(other.source, 0)).toBe('access-1');
      expect(world.requests).toEqual(['refresh-0']);
      await Promise.all([source.close(), other.source.close()]);
    });

    test('until the process ends: it says that they are lost, and one other alone finds the token used up', async () => {
      const { source, log } = await renewUnsaved();
      await source.close();
      expect(log.entries.at(-1)).toMatchObject({ level: 'error', event: 'tokens lost' });

      disk.empty();
      for (const seconds of [TERM, 0]) {
        const next = world.start();
        expect(await got(next.source, seconds)).toBe('sign_in_needed: it was used before');
        expect(await got(next.source, 600)).toBe('sign_in_needed: it was used before');
        expect(world.requests).toEqual(['refresh-0', 'refresh-0']);
        await next.source.close();
      }
    });
  },
);
