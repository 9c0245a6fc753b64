import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runTokenProgram } from './run-token-program.ts';

let folder: string;
let program: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-program-'));
  program = join(folder, 'agent');
  // What it starts goes on, with the same standard output.
  await writeFile(program, `#!/bin/sh\nsleep 20 &\necho $! > ${folder}/pid\necho a.b.c\n`);
  await chmod(program, 0o700);
});
afterAll(() => rm(folder, { recursive: true }));

describe.skipIf(process.platform === 'win32')('a program that leaves another behind', () => {
  test('has given its token when it ends', async () => {
    const started = performance.now();
    const given = await runTokenProgram([program], {
      env: process.env,
      signal: new AbortController().signal,
      left: 8000,
      most: 1000,
      advice: '',
    });
    process.kill(Number(await readFile(join(folder, 'pid'), 'utf8')));
    expect(given).toEqual({ value: 'a.b.c\n' });
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
