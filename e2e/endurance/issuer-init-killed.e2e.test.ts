import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createStage } from '../support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

const ISSUER = 'https://oidc.example.com';
const WORDS = ['issuer', 'init', ISSUER, '--dir', 'site', '--data', 'data', '--alg', 'ES256'];
const FILES = ['.well-known/jwks.json', '.well-known/openid-configuration'];

async function kidsOf(path: string): Promise<readonly string[]> {
  if (!existsSync(path)) return [];
  const { keys } = JSON.parse(await readFile(path, 'utf8')) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

async function ringOf(folder: string): Promise<readonly string[]> {
  const keys = join(folder, 'data', 'keys');
  const names = existsSync(keys) ? await readdir(keys) : [];
  const rings = names.filter((name) => name.startsWith('ring.')).toSorted();
  return kidsOf(join(keys, rings.at(-1) ?? 'none'));
}

/** Kills the making of a site once something is there, and runs it again. @returns how far it had come */
async function killAndRunAgain(until: string, delay: number): Promise<string> {
  const folder = await stage.folder();
  const first = await stage.start(WORDS, { cwd: folder });
  const state = { ended: false };
  void first.exited.then(() => (state.ended = true));
  while (!state.ended && !existsSync(join(folder, until))) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await new Promise((resolve) => setTimeout(resolve, delay));
  await first.stop('SIGKILL');
  const before = await ringOf(folder);
  const found = FILES.filter((file) => existsSync(join(folder, 'site', file))).length;
  // What is public names keys that can sign, and discovery comes last.
  const published = await kidsOf(join(folder, 'site', FILES[0] ?? ''));
  expect(published.every((kid) => before.includes(kid))).toBe(true);

  const { code, stderr } = await stage.run(WORDS, { cwd: folder });
  expect(code, `${until} ${delay}: ${stderr}`).toBe(0);
  expect(stderr).not.toContain('warning');
  const after = await ringOf(folder);
  expect(after).toHaveLength(1);
  if (before.length > 0) expect(after).toEqual(before);
  expect(await kidsOf(join(folder, 'site', FILES[0] ?? ''))).toEqual(after);
  // A kill may leave what it was writing, under a name that nobody asks for.
  const names = await readdir(join(folder, 'site', '.well-known'));
  expect(names.filter((name) => !/^\.[\da-f-]{36}\.tmp$/.test(name)).toSorted()).toEqual(
    FILES.map((file) => file.replace('.well-known/', '')),
  );
  const discovery = await readFile(join(folder, 'site', FILES[1] ?? ''), 'utf8');
  expect(JSON.parse(discovery)).toMatchObject({ issuer: ISSUER });
  return before.length === 0 ? 'no ring' : found === FILES.length ? 'all' : 'ring';
}

test('a site that was being made when it was killed is completed with the same key', async () => {
  const reached = new Set<string>();
  for (const until of ['data', 'data/keys', 'site']) {
    for (const delay of [0, 2, 5]) reached.add(await killAndRunAgain(until, delay));
  }
  // Else it was not killed half-way, and nothing was shown.
  expect(reached.size).toBeGreaterThan(1);
});
