import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestIssuer, type TestIssuer } from '@drawbridge/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningCommand, start } from '../support/command.ts';
import { listenHere } from '../support/serve-here.ts';
import { createStage } from '../support/stage.ts';

// Work of a user that goes on in other processes when its own is killed, with refresh tokens that are good for one use.

const stage = createStage();
afterAll(() => stage.clear());

const WORKER = fileURLToPath(new URL('../support/background-worker.mjs', import.meta.url));
const SECRET = 'a-secret-of-tests-that-is-long-enough';
/** Seconds that access tokens live: short, so that they are renewed while the test looks. */
const LIFE = 2;

let issuer: TestIssuer;
let folder: string;
let refreshes = 0;
/** Everything that was given. */
const given = new Set<string>();

beforeAll(async () => {
  folder = await stage.folder();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void answer(Buffer.concat(chunks).toString()).then(({ status, body }) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(body),
      );
    });
  });
  const port = await listenHere(stage, server);
  issuer = await createTestIssuer({
    issuer: `http://127.0.0.1:${port}`,
    clients: [{ clientId: 'worker' }],
  });
});

async function answer(form: string): Promise<{ status: number; body: string }> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const init = { method: 'POST', headers, body: form };
  const response = await issuer.webFetch(`${issuer.issuer}/token`, init);
  const members = (await response.json()) as Readonly<Record<string, unknown>>;
  if (response.status === 200) refreshes++;
  for (const name of ['access_token', 'refresh_token']) given.add(String(members[name]));
  return { status: response.status, body: JSON.stringify({ ...members, expires_in: LIFE }) };
}

function startWorker(own: object): RunningCommand {
  const word = JSON.stringify({ folder, issuer: issuer.issuer, secret: SECRET, ...own });
  const worker = start(process.execPath, [WORKER, word]);
  stage.later(() => worker.stop('SIGKILL'));
  return worker;
}

const tokensOf = (worker: RunningCommand) =>
  [...worker.stdout().matchAll(/^token (\S+)$/gm)].map(([, token = '']) => token);

/** Until a worker has had so many tokens, the newest just now: nothing is under way then. */
async function renewed(worker: RunningCommand, count: number): Promise<void> {
  await expect
    .poll(() => tokensOf(worker).length, { timeout: 40_000, interval: 10 })
    .toBeGreaterThanOrEqual(count);
  expect(worker.stdout()).not.toContain('fault');
}

async function filesOf(place: string): Promise<Buffer> {
  const names = await readdir(place, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  return Buffer.concat(
    await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name)))),
  );
}

describe('work in the background', () => {
  it('outlives its process, is renewed once for all, and ends for all', {
    timeout: 180_000,
  }, async () => {
    const { accessToken, refreshToken = '' } = await issuer.grant({ sub: 'ann' });
    const expiresAt = Math.floor(Date.now() / 1000) + LIFE;
    const caller = {
      issuer: issuer.issuer,
      subject: 'ann',
      access: { raw: accessToken, expiresAt },
      refresh: { raw: refreshToken },
    };
    const first = startWorker({ caller });
    const [, handle = ''] = await first.waitFor('stdout', /^handle (\S+)$/m);
    await renewed(first, 3);
    await first.stop('SIGKILL');

    const others = [startWorker({ handle }), startWorker({ handle })] as const;
    for (const each of others) await renewed(each, 4);
    await others[0].stop('SIGKILL');
    const before = tokensOf(others[1]).length;
    await renewed(others[1], before + 2);
    // Each token was given once: who had it from the store asked for none. One may have been given that nobody told of any more.
    const seen = new Set([first, ...others].flatMap(tokensOf));
    // A worker that took long to start has it renewed at once.
    seen.delete(accessToken);
    expect(refreshes).toBeLessThanOrEqual(seen.size + 1);

    const end = startWorker({ handle, end: true });
    await end.waitFor('stdout', /^ended true$/m);
    await others[1].waitFor('stdout', /^fault sign_in_needed$/m, 30_000);
    const late = startWorker({ handle });
    await late.exited;
    expect(late.stderr()).toContain('the delegation has ended');

    const kept = await filesOf(folder);
    expect(kept.length).toBeGreaterThan(1000);
    for (const secret of [...given, accessToken, refreshToken, handle]) {
      expect(kept.includes(secret)).toBe(false);
    }
  });
});
