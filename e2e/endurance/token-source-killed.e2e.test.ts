import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { folderKeeper } from '@drawbridge/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RotatingEndpoint, startRotatingEndpoint } from '../support/rotating-endpoint.ts';

const GETTER = fileURLToPath(new URL('../support/token-getter.mjs', import.meta.url));

/** How often a person signs in, and how many crowds of processes are killed after each time. */
const SIGN_INS = Number(process.env['TOKEN_SIGN_INS'] ?? 1);
const CROWDS = Number(process.env['TOKEN_CROWDS'] ?? 2);

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-tokens-'));
});
afterAll(() => rm(root, { recursive: true }));

interface Getter {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  /** What it said. */
  readonly lines: string[];
  readonly complaints: () => string;
}

interface GetterWords {
  readonly folder: string;
  readonly sources: number;
  readonly rounds: number;
  /** Milliseconds between two rounds. */
  readonly pause: number;
  /** Milliseconds that an attempt may take. */
  readonly attempt: number;
}

function start(endpoint: RotatingEndpoint, words: GetterWords): Getter {
  const word = JSON.stringify({ ...words, endpoint: endpoint.url });
  const child = spawn(process.execPath, [GETTER, word], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let complaints = '';
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (complaints += chunk));
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  return { child, ended: once(child, 'close'), lines, complaints: () => complaints };
}

/** What is kept is whole, whoever was killed at whatever moment. */
async function expectWhole(folder: string): Promise<{ readonly ended?: object }> {
  const kept = await folderKeeper(folder).read();
  if (kept === undefined) return {};
  const record = JSON.parse(kept.text) as { readonly v: number; readonly ended?: object };
  expect(record.v).toBe(1);
  return record;
}

describe('processes that share a refresh token', () => {
  it(
    'are killed at random moments: what they keep is whole, and a dead token is not tried again',
    async () => {
      const endpoint = await startRotatingEndpoint(1, 30);
      const outcomes: string[] = [];
      try {
        for (let sign = 0; sign < SIGN_INS; sign++) {
          endpoint.reset();
          const folder = join(root, `killed-${sign}`);
          const words = { folder, sources: 1, rounds: 1_000_000, pause: 5, attempt: 3000 };
          /** How many requests there were when the end was first seen to be kept. */
          let atEnd: number | undefined;
          for (let round = 0; round < CROWDS; round++) {
            const getters = Array.from({ length: 3 }, () => start(endpoint, words));
            // What the one before left behind may have to be waited for.
            const until = performance.now() + 6000;
            while (getters.every(({ lines }) => lines.length === 0) && performance.now() < until) {
              await sleep(10);
            }
            for (const { child, ended } of getters) {
              await sleep(Math.random() * 250);
              child.kill('SIGKILL');
              await ended;
            }
            expect(getters.map(({ complaints }) => complaints()).join('')).toBe('');
            const { ended } = await expectWhole(folder);
            if (ended !== undefined) atEnd ??= endpoint.requests.length;
          }
          const last = start(endpoint, { ...words, rounds: 1 });
          await last.ended;
          const [said = ''] = last.lines;
          const before = endpoint.requests.length;
          if (said.startsWith('sign_in_needed')) {
            expect((await expectWhole(folder)).ended).toBeDefined();
            expect(before).toBe(atEnd ?? before);
            // Nobody tries a dead token again, nor after a new start.
            const anew = start(endpoint, { ...words, sources: 3, rounds: 2 });
            await anew.ended;
            expect(new Set(anew.lines)).toEqual(new Set(['sign_in_needed ']));
            expect(endpoint.requests).toHaveLength(before);
          } else {
            expect(said).toMatch(/^token access-\d+$/);
            expect(new Set(endpoint.requests).size).toBe(before);
          }
          outcomes.push(said.split(' ')[0] ?? '');
        }
        expect(outcomes).toHaveLength(SIGN_INS);
      } finally {
        await endpoint.close();
      }
    },
    SIGN_INS * 120_000,
  );

  it('fifty sources in eight processes make one request across an expiry, and none fails', async () => {
    const endpoint = await startRotatingEndpoint(3600, 50);
    try {
      const folder = join(root, 'eight');
      const sizes = [7, 7, 6, 6, 6, 6, 6, 6];
      for (let expiry = 1; expiry <= 2; expiry++) {
        const getters = sizes.map((sources) =>
          start(endpoint, { folder, sources, rounds: 1, pause: 0, attempt: 20_000 }),
        );
        await Promise.all(getters.map(({ ended }) => ended));
        expect(getters.map(({ complaints }) => complaints()).join('')).toBe('');
        const lines = getters.flatMap((getter) => getter.lines);
        expect(lines).toHaveLength(50);
        expect(new Set(lines)).toEqual(new Set([`token access-${expiry}`]));
        expect(endpoint.requests).toHaveLength(expiry);
        await expireKept(folder);
      }
      const files = await readdir(folder);
      expect(files.filter((name) => !/^tokens\.\d+\.json$/.test(name))).toEqual([]);
    } finally {
      await endpoint.close();
    }
  }, 240_000);
});

/** Has the tokens that are kept expire now. */
async function expireKept(folder: string): Promise<void> {
  const keeper = folderKeeper(folder);
  const kept = await keeper.read();
  const record = JSON.parse(kept?.text ?? '{}') as { tokens: { expires_at: number } };
  record.tokens.expires_at = Math.floor(Date.now() / 1000);
  await keeper.write(JSON.stringify(record), kept?.version);
}
