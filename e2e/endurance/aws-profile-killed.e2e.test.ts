import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestIssuer } from '@drawbridge/testing';
import { afterAll, expect, test } from 'vitest';
import { createStage } from '../support/stage.ts';

// Writers of profiles that are killed at moments of chance: what is there is what was, or what was to be, and the next one works.

const ROUNDS = 8;
const ROLE = 'arn:aws:iam::123456789012:role/';
const CONFIG = (role: string, file: string) =>
  new RegExp(
    `^\\[profile ci\\]\\n(?=[^]*role_arn = ${ROLE}${role}\\n)(?=[^]*web_identity_token_file = ${file}\\n)`,
  );

const stage = createStage();
afterAll(() => stage.clear());

test('a profile is whole after every kill', async () => {
  const home = await stage.folder();
  const token = await (await createTestIssuer({ issuer: 'https://ci.test' })).issue();
  const file = join(home, 'token');
  const config = join(home, '.aws', 'config');
  const write = (role: string) => {
    const options = ['--role', ROLE + role, '--session-name', 'ci', '--token-file', file];
    const args = ['aws', 'assume', '-', ...options, '--profile', 'ci'];
    return stage.start(args, { env: { HOME: home }, stdin: token });
  };

  const first = await write('r0');
  const begun = performance.now();
  expect(await first.exited).toEqual({ code: 0, signal: null });
  const took = performance.now() - begun;
  let known = 'r0';
  for (let round = 1; round <= ROUNDS; round++) {
    const next = `r${round}`;
    const writer = await write(next);
    // Most of its time it loads; it writes at the end.
    await sleep(took * (0.6 + 0.5 * Math.random()));
    try {
      process.kill(writer.pid, 'SIGKILL');
    } catch {
      // It was done before.
    }
    await writer.exited;
    const text = await readFile(config, 'utf8');
    const found = [known, next].filter((role) => CONFIG(role, file).test(text));
    expect(found, text).toHaveLength(1);
    [known = ''] = found;
  }
  expect(await (await write('last')).exited).toEqual({ code: 0, signal: null });
  expect(await readFile(config, 'utf8')).toMatch(CONFIG('last', file));
  // A temporary file that a kill has left is in nobody's way, and holds no more than the file does.
  const left = (await readdir(join(home, '.aws'))).filter((name) => !name.startsWith('.'));
  expect(left).toEqual(['config']);
});
