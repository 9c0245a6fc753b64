import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { DRAWBRIDGE } from '../support/command.ts';
import { ACCEPTED, serveExchange } from '../support/exchange.ts';
import { createStage } from '../support/stage.ts';
import { startUpstream } from '../support/upstream.ts';

const PROOF = fileURLToPath(new URL('../../tools/prove-keys.mjs', import.meta.url));

const stage = createStage();
afterAll(() => stage.clear());

async function ring(): Promise<{ data: string; list: () => Promise<string> }> {
  const data = await stage.folder();
  const made = await stage.run(['keys', 'generate', '--alg', 'ES256', '--data', data]);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const list = async () =>
    (await stage.run(['keys', 'list', '--json', '--data', data])).stdout +
    (await readdir(join(data, 'keys'))).sort().join('\n');
  return { data, list };
}

test('a rotation that finds no room says so and leaves the ring as it was', async () => {
  const { data, list } = await ring();
  const before = await list();
  const line = `ulimit -f 0; exec '${process.execPath}' '${DRAWBRIDGE}' keys rotate --data '${data}'`;
  const full = await stage.shell(line);
  expect(full).toMatchObject({ code: 2, stdout: '' });
  expect(full.stderr).toMatch(/there is no room left \(EFBIG\)\nIt is as it was\. Free some space/);
  expect(await list()).toBe(before);
  expect(await stage.run(['keys', 'rotate', '--data', data])).toMatchObject({ code: 0 });
});

test('of rotations that run at once on one folder, one makes the successor', {
  timeout: 180_000,
}, async () => {
  const { data, list } = await ring();
  const runs = await Promise.all(
    Array.from({ length: 4 }, () => stage.run(['keys', 'rotate', '--data', data])),
  );
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(runs.filter(({ stdout }) => stdout !== '')).toHaveLength(1);
  expect(runs.filter(({ stderr }) => stderr.includes('waiting already'))).toHaveLength(3);
  expect((await list()).match(/\.pem/g)).toHaveLength(2);
});

test('who has the published keys already is told so, until they change', async () => {
  const upstream = await startUpstream(stage, ACCEPTED);
  const { data } = await ring();
  const { command, url } = await serveExchange(stage, upstream.issuer, data);
  const jwks = `${url}/.well-known/jwks.json`;
  const first = await fetch(jwks);
  const etag = first.headers.get('etag') ?? '';
  const ask = (method: string) => fetch(jwks, { method, headers: { 'if-none-match': etag } });
  for (const method of ['GET', 'HEAD']) {
    const again = await ask(method);
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(again.headers.get('etag')).toBe(etag);
  }
  expect(await stage.run(['keys', 'rotate', '--data', data])).toMatchObject({ code: 0 });
  await expect.poll(async () => (await ask('GET')).status, { timeout: 15_000 }).toBe(200);
  await command.stop();
});

// A few of the thousand of `npm run proof:keys`, which reaches every step.
test('rotations that are killed leave a whole ring', {
  timeout: 300_000,
}, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [PROOF, '12']);
  expect(stdout).toMatch(
    /^(?:1[2-9]|2\d) rotations of \d+ rings killed at \d+ points of \d+ steps and at random, .* whole each time\./,
  );
});
