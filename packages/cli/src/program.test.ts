import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from './commands/index.ts';
import type { CommandEntry } from './command.ts';
import { createContext } from './context.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { createTestTerminal, testRun } from './test-run.fixture.ts';
import { VERSION } from './version.ts';

const leaves = COMMANDS.map((entry) => [entry.words.join(' '), entry] as const);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the overview', () => {
  test.each([['--help'], ['-h']])('is the result of %s', async (flag) => {
    const { code, stdout, stderr } = await testRun([flag]);
    expect([code, stderr]).toEqual([0, '']);
    for (const [words] of leaves) expect(stdout).toMatch(new RegExp(`^  ${words} `, 'm'));
    expect(stdout).toContain('--data <dir>');
    expect(stdout).toContain('--config <file>');
    for (const [exit, meaning] of EXIT_CODES)
      expect(stdout).toContain(`${String(exit).padEnd(3)} ${meaning}`);
  });

  test('answers a bare drawbridge, as a fault', async () => {
    const { code, stdout, stderr } = await testRun([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: drawbridge');
  });

  test.each(['serve', 'token', 'keys'])('of %s lists its verbs', async (noun) => {
    const { code, stdout } = await testRun([noun, '--help']);
    expect(code).toBe(0);
    for (const [words] of leaves.filter(([name]) => name.startsWith(`${noun} `))) {
      expect(stdout).toContain(words);
    }
  });
});

test.each([
  [['inspect', `-H 'Cookie: a=${'PLANTED'.repeat(9)}'`], "unknown option '-H…'"],
  [['inspect', `--secret=${'PLANTED'.repeat(9)}`], "unknown option '--secret…'"],
  [[`VouchCookie=${'PLANTED'.repeat(9)}`], "unknown command 'VouchCookie…'"],
  [
    ['inspect', '--secretfile', 'x'],
    "unknown option '--secretfile'\n(Did you mean --secret-file?)",
  ],
])('tells no more of a word in the wrong place than its name: %#', async (words, said) => {
  const { code, stderr } = await testRun(words);
  expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  expect(stderr).not.toContain('PLANTED');
});

describe('drawbridge help', () => {
  test('says what --help says', async () => {
    for (const words of [[], ['keys'], ['keys', 'list']]) {
      const asked = await testRun(['help', ...words]);
      expect(asked).toEqual(await testRun([...words, '--help']));
    }
  });

  test.each([
    [['nope'], 'nope', 'drawbridge'],
    [['keys', 'lst'], 'lst', 'drawbridge keys'],
  ])('of %j says that there is no such command', async (words, unknown, above) => {
    const { code, stdout, stderr } = await testRun(['help', ...words]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`drawbridge: unknown command '${unknown}'\n`);
    expect(stderr).toContain(`See ${above} --help.\n`);
  });

  test('suggests what was meant', async () => {
    const { stderr } = await testRun(['key', 'list']);
    expect(stderr).toContain('(Did you mean keys?)');
  });
});

describe('the help of a command', () => {
  test.each(leaves)('%s describes it whole', async (words) => {
    const { code, stdout, stderr } = await testRun([...words.split(' '), '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Usage: drawbridge ${words} [options]`);
    for (const line of ['--data <dir>', '--config <file>', '-h, --help', 'Exit codes:']) {
      expect(stdout).toContain(line);
    }
    for (const [, meaning] of EXIT_CODES) expect(stdout).toContain(meaning);
  });

  test.each(['exec', 'env', 'console', 'whoami', 'logout'])('%s has examples', async (words) => {
    const { stdout } = await testRun([words, '--help']);
    expect(stdout).toMatch(new RegExp(`^Examples:\n.*drawbridge ${words}\\b`, 'm'));
  });

  test.each(leaves)('%s leaves no option or argument without words', async (_, entry) => {
    const command = new Command();
    const { define } = await entry.load();
    define(command, createContext(createTestTerminal()));
    expect(command.description()).toMatch(/\.$/);
    for (const option of command.options) expect(option.description).not.toBe('');
    for (const argument of command.registeredArguments) expect(argument.description).not.toBe('');
    // Nothing that takes several words at once: it would swallow the arguments behind it.
    expect(command.options.filter(({ variadic }) => variadic)).toEqual([]);
  });
});

test.each([['--version'], ['-V']])('%s prints the version', async (flag) => {
  expect(await testRun([flag])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
});

describe('a faulty command line', () => {
  test.each([
    ['an unknown noun', ['keyz'], ''],
    ['an unknown verb', ['keys', 'lst'], ' keys'],
    ['an unknown option', ['keys', 'list', '--nope'], ' keys list'],
    ['an unknown option before the noun', ['--nope', 'keys', 'list'], ''],
    ['an unknown option before the verb', ['keys', '--nope', 'list'], ' keys'],
    ['an unknown choice', ['keys', 'generate', '--alg', 'HS256'], ' keys generate'],
    ['an option without its value', ['serve', 'exchange', '--issuer'], ' serve exchange'],
    ['a missing argument', ['token', 'decode'], ' token decode'],
    ['an argument too many', ['token', 'decode', 'a', 'b'], ' token decode'],
    ['an argument where none belongs', ['keys', 'list', 'all'], ' keys list'],
  ])('%s is told in a sentence, with exit code 2', async (_, args, words) => {
    const { code, stdout, stderr } = await testRun(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^drawbridge: [^\n]+\n/);
    expect(stderr.endsWith(`\nSee drawbridge${words} --help.\n`)).toBe(true);
    expect(stderr).not.toContain('at '.padStart(7)); // no stack
  });

  test.each(['whoami', 'logout', 'exec', 'env', 'console'])(
    'login %s is told to be a command without login',
    async (verb) => {
      const { code, stderr } = await testRun(['login', verb, '--profile', 'dev']);
      expect(code).toBe(2);
      expect(stderr).toContain(`unknown command '${verb}'\n(Did you mean drawbridge ${verb}?)\n`);
    },
  );

  test('login with a word that is no command anywhere suggests none', async () => {
    expect((await testRun(['login', 'nope'])).stderr).not.toContain('Did you mean');
  });

  test('a noun alone shows its verbs, with exit code 2', async () => {
    const { code, stdout, stderr } = await testRun(['keys']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('keys generate');
  });
});

test('what stands after -- is an argument, with options before it and without', async () => {
  const data = join(folder, 'dashes');
  for (const args of [
    ['--data', data, 'keys', 'retire', '--', '-kid'],
    ['keys', 'retire', '--data', data, '--', '-kid'],
  ]) {
    expect((await testRun(args)).stderr).toContain('no key with the kid -kid');
  }
});

describe('the common options', () => {
  test.each([
    ['before the noun', (data: string) => ['--data', data, 'keys', 'list']],
    ['between noun and verb', (data: string) => ['keys', '--data', data, 'list']],
    ['after the verb', (data: string) => ['keys', 'list', '--data', data]],
    ['with an equals sign', (data: string) => ['keys', 'list', `--data=${data}`]],
  ])('hold %s', async (_, args) => {
    const data = join(folder, 'common');
    const { code, stderr } = await testRun(args(data));
    expect(code).toBe(0);
    expect(stderr).toContain(`The key ring in ${join(data, 'keys')} is empty.`);
  });

  test('hold in their nearest place', async () => {
    const far = ['--data', join(folder, 'far')];
    const near = ['--data', join(folder, 'near')];
    for (const args of [
      [...far, 'keys', ...near, 'list'],
      [...far, 'keys', 'list', ...near],
      ['keys', ...far, 'list', ...near],
    ]) {
      expect((await testRun(args)).stderr).toContain(join(folder, 'near'));
    }
  });
});

describe('a command whose words are the beginning of those of others', () => {
  /** A command that notes what it was given. */
  const entry = (...words: [string, ...string[]]): CommandEntry => ({
    words,
    summary: `does ${words.join('-')}`,
    load: async () => ({
      define: (command) =>
        void command
          .description(`Do ${words.join('-')}.`)
          .argument('[command...]', 'a command that is run')
          .option('--issuer <url>', 'an option of its own')
          .action((rest: string[], options: object) => {
            ran.push([words.join(' '), rest, options]);
          }),
    }),
  });
  const entries = [
    entry('sign', 'agent', 'forward'),
    entry('sign'),
    entry('sign', 'agent'),
    entry('doctor', 'sign', 'in'),
  ];
  let ran: unknown[] = [];

  async function parse(...line: string[]) {
    ran = [];
    const terminal = createTestTerminal();
    const program = createProgram(terminal, entries);
    const exit = await program.parseAsync(line, { from: 'user' }).then(
      () => 0,
      ({ exitCode }: { exitCode: number }) => exitCode,
    );
    return { exit, ran, ...terminal.text };
  }

  test.each<[string[], string, string[], object]>([
    [['sign'], 'sign', [], {}],
    [['sign', 'agent'], 'sign agent', [], {}],
    [['sign', 'agent', 'forward'], 'sign agent forward', [], {}],
    [['doctor', 'sign', 'in'], 'doctor sign in', [], {}],
    [['sign', '--issuer', 'agent'], 'sign', [], { issuer: 'agent' }],
    [['sign', '--issuer=agent', '--data', 'x'], 'sign', [], { issuer: 'agent', data: 'x' }],
    [['sign', '--data', 'agent'], 'sign', [], { data: 'agent' }],
    [['--data', 'x', 'sign', 'agent'], 'sign agent', [], { data: 'x' }],
    [['sign', '--data', 'x', 'agent'], 'sign agent', [], { data: 'x' }],
    [['sign', '--data=x', 'agent', '--issuer', 'i'], 'sign agent', [], { data: 'x', issuer: 'i' }],
    [
      ['--data', 'x', 'sign', '--data', 'y', 'agent', 'forward'],
      'sign agent forward',
      [],
      { data: 'y' },
    ],
    [['sign', '--', 'agent'], 'sign', ['agent'], {}],
    [
      ['sign', '--data', 'x', '--', 'agent', '--issuer'],
      'sign',
      ['agent', '--issuer'],
      { data: 'x' },
    ],
    [['sign', 'agent', '--', 'forward'], 'sign agent', ['forward'], {}],
    [
      ['doctor', '--config', 'c', 'sign', '--data', 'x', 'in'],
      'doctor sign in',
      [],
      { config: 'c', data: 'x' },
    ],
  ])('%j runs %s with %j', async (line, words, rest, options) => {
    const result = await parse(...line);
    expect(result).toMatchObject({ exit: 0, stderr: '', ran: [[words, rest, options]] });
  });

  test.each([
    [['sign', 'agnet'], 'agnet', 'sign'],
    [['sign', '--data', 'x', 'agnet'], 'agnet', 'sign'],
    [['sign', 'agent', 'forwrad'], 'forwrad', 'sign agent'],
    [['doctor', 'sing'], 'sing', 'doctor'],
    [['doctor', 'sign', 'out'], 'out', 'doctor sign'],
    [['help', 'sign', 'agnet'], 'agnet', 'sign'],
  ])('%j names the word that is no command', async (line, word, above) => {
    const { exit, stderr, ran: none } = await parse(...line);
    expect([exit, none]).toEqual([1, []]);
    expect(stderr).toContain(`drawbridge: unknown command '${word}'`);
    expect(stderr).toContain(`See drawbridge ${above} --help.`);
  });

  test('its help is its own, and lists those below it', async () => {
    for (const line of [
      ['sign', '--help'],
      ['help', 'sign'],
      ['sign', '--data', 'x', '--help'],
    ]) {
      const { exit, stdout } = await parse(...line);
      expect(exit).toBe(0);
      expect(stdout).toContain('Usage: drawbridge sign [options]');
      expect(stdout).toContain('--issuer <url>');
      expect(stdout).toMatch(
        /\nCommands:\n {2}sign agent +does sign-agent\n {2}sign agent forward +does/,
      );
    }
    expect((await parse('help', 'sign', 'agent', 'forward')).stdout).not.toContain('Commands:');
  });

  test('the overview lists it with them', async () => {
    const { stdout } = await parse('--help');
    const listed = [...stdout.matchAll(/^ {2}(\w+(?: \w+)*) +does /gm)].map(([, words]) => words);
    expect(listed).toEqual(['sign', 'sign agent', 'sign agent forward', 'doctor sign in']);
  });

  test('words that only hold commands show them, as a fault', async () => {
    const { exit, stderr } = await parse('doctor', 'sign');
    expect(exit).toBe(1);
    expect(stderr).toContain('doctor sign in');
  });
});
