import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ChildEnded } from './child-ended.ts';
import { type ChildOptions, runChild } from './run-child.ts';
import { createTestTerminal } from './test-run.fixture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-child-'));
});
afterAll(() => rm(folder, { recursive: true }));

const PATH = process.env['PATH'] ?? '';

/** Runs a command and answers its exit code, and what was said of it. */
async function runIt(words: readonly string[], options: Partial<ChildOptions> = {}) {
  const terminal = createTestTerminal();
  const all = { env: { PATH }, onTerminal: false, ...options };
  try {
    await runChild(words, all, terminal);
    return { code: 0, ...terminal.text };
  } catch (thrown) {
    if (!(thrown instanceof ChildEnded)) throw thrown;
    return { code: thrown.code, ...terminal.text };
  }
}

async function script(name: string, text: string, mode = 0o700): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

test.each([0, 1, 42, 255])('exit code %i is passed on, and nothing is said', async (code) => {
  expect(await runIt(['sh', '-c', `exit ${code}`])).toEqual({ code, stdout: '', stderr: '' });
});

test('a command that a signal ends has 128 and its number', async () => {
  expect((await runIt(['sh', '-c', 'kill -9 $$'])).code).toBe(137);
  expect((await runIt(['sh', '-c', 'kill -TERM $$'])).code).toBe(143);
});

test('words reach the command as they are, by no shell', async () => {
  const out = join(folder, 'words');
  const words = ['a b', '$HOME', '`id`', '*', '', '\'"', '; exit 3', '-n'];
  const print = `require('fs').writeFileSync(${JSON.stringify(out)}, JSON.stringify(process.argv.slice(1)))`;
  expect((await runIt(['node', '-e', print, '--', ...words])).code).toBe(0);
  expect(JSON.parse(await readFile(out, 'utf8'))).toEqual(words);
});

test('the environment is the one given, and its PATH finds the command', async () => {
  await script('only-here', `#!/bin/sh\n/usr/bin/env > '${folder}/env'\n`);
  expect((await runIt(['only-here'], { env: { PATH: folder, A: '1' } })).code).toBe(0);
  const names = (await readFile(join(folder, 'env'), 'utf8')).match(/^\w+(?==)/gm) ?? [];
  expect(names.filter((name) => !['PWD', '_', 'SHLVL', 'OLDPWD'].includes(name)).sort()).toEqual([
    'A',
    'PATH',
  ]);
});

test.each([
  ['of a name', ['no-such-command-here']],
  ['of a path', ['/no/such/command']],
  ['of an empty name', ['']],
  ['of no words', []],
])('a command that is not there is 127, with a clear message: %s', async (_, words) => {
  const { code, stdout, stderr } = await runIt(words);
  expect([code, stdout]).toEqual([127, '']);
  expect(stderr).toMatch(/^drawbridge: the command \S+ cannot be run: it is not there\n/);
  expect(stderr).toContain('After -- comes the name of a program');
});

test('a command that cannot be run is 126', async () => {
  const files = [await script('plain', '#!/bin/sh\n', 0o600), folder];
  for (const path of files) {
    const { code, stderr } = await runIt([path]);
    expect(code, path).toBe(126);
    expect(stderr).toContain(`${path} cannot be run: it is not executable`);
  }
});

test('a name with a control sequence is shown as it would be typed', async () => {
  const { stderr } = await runIt(['\u001b[2Jcommand']);
  expect(stderr).not.toContain('\u001b');
});

/** A command that notes the signals it is sent, and ends by SIGTERM. */
async function noting(name: string) {
  const out = join(folder, name);
  const text = [
    `#!/bin/sh`,
    ...['INT', 'HUP', 'QUIT'].map((signal) => `trap 'echo ${signal} >> "${out}"' ${signal}`),
    `trap 'echo TERM >> "${out}"; exit 9' TERM`,
    `echo ready >> "${out}"`,
    `while :; do sleep 0.01; done`,
  ];
  const path = await script(`${name}.sh`, `${text.join('\n')}\n`);
  const noted = async () => (await readFile(out, 'utf8').catch(() => '')).split('\n').slice(0, -1);
  return { path, noted };
}

const send = (signal: NodeJS.Signals) => process.emit(signal, signal);
const arrived = async (noted: () => Promise<string[]>, all: readonly string[]) =>
  vi.waitFor(async () => expect(await noted()).toEqual(all), { timeout: 10_000, interval: 10 });

test('signals are passed on, and the code that they bring about is ours', async () => {
  const { path, noted } = await noting('passed');
  const ended = runIt([path]);
  const all = ['ready'];
  await arrived(noted, all);
  for (const name of ['INT', 'HUP', 'QUIT']) {
    send(`SIG${name}` as NodeJS.Signals);
    all.push(name);
    await arrived(noted, all);
  }
  send('SIGTERM');
  expect((await ended).code).toBe(9);
});

test('what is typed at a terminal reaches the command without us, and is not passed on a second time', async () => {
  const { path, noted } = await noting('typed');
  const ended = runIt([path], { onTerminal: true });
  await arrived(noted, ['ready']);
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM'] as const) send(signal);
  expect((await ended).code).toBe(9);
  expect(await noted()).toEqual(['ready', 'TERM']);
});

test('no listener is left behind', async () => {
  const count = () => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
  const before = count();
  await runIt(['true']);
  await runIt(['no-such-command-here']);
  expect(count()).toBe(before);
});
