import { quoteForFish, quoteForShell as quote } from '@drawbridge/core';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { noteSkip } from '../../../../tools/skips.mjs';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import type { KnownCommand } from './known-command.ts';
import { KNOWN_COMMANDS } from './known-commands.ts';
import { powershellScript } from './powershell.ts';
import { zshScript } from './zsh.ts';

const folder = mkdtempSync(join(tmpdir(), 'drawbridge-cli-'));
writeFileSync(join(folder, 'site one.yaml'), '');
writeFileSync(join(folder, 'site.jwt'), '');
mkdirSync(join(folder, 'state'));
const home = mkdtempSync(join(tmpdir(), 'drawbridge-cli-'));
afterAll(() => {
  for (const made of [folder, home]) rmSync(made, { recursive: true });
});

/** Where a shell is not, `npm test` names what is skipped for it. */
function installed(shell: string): boolean {
  const there = spawnSync(shell, ['--version']).status === 0;
  if (!there) noteSkip(`completion in ${shell}`, [shell]);
  return there;
}

/** Runs a program of a shell in a folder with two files and a folder in it. */
function runShell(shell: string, flags: readonly string[], program: string): readonly string[] {
  // A program of every command is longer than an argument may be.
  const file = join(home, 'program');
  writeFileSync(file, program);
  const { stdout, stderr, status } = spawnSync(shell, [...flags, file], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: home },
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter(Boolean);
}

/** What is proposed for the last word of each of several lines: one shell answers for all, since to start it is what costs. */
type Complete = (...lines: (readonly string[])[]) => readonly (readonly string[])[];

/** Parts what a shell proposed for one line from what it proposed for the next. */
const END_OF_LINE = '-- end of line --';

function completeIn(
  shell: string,
  flag: string,
  script: string,
  ask: (words: readonly string[]) => string,
): Complete {
  return (...lines) => {
    const asked = lines.map((words) => `${ask(words)}\necho '${END_OF_LINE}'`);
    const printed = runShell(shell, [flag], [script, ...asked].join('\n'));
    const found: string[][] = [[]];
    for (const reply of printed) {
      if (reply === END_OF_LINE) found.push([]);
      else found.at(-1)?.push(reply);
    }
    return found.slice(0, -1);
  };
}

const inBash = completeIn(
  'bash',
  '--norc',
  bashScript(KNOWN_COMMANDS),
  (words) => `COMP_WORDS=(drawbridge ${words.map(quote).join(' ')})
COMP_CWORD=${words.length}
COMPREPLY=()
_drawbridge
for reply in "\${COMPREPLY[@]}"; do printf '%s\\n' "$reply"; done`,
);

// The functions of zsh's own completion are there in a line editor alone; these print what they are given.
const inZsh = completeIn(
  'zsh',
  '-f',
  `compdef() { }
_describe() { [[ $1 == -o ]] && shift; for one in \${(P)2}; do [[ $one == $PREFIX* ]] && print -r -- \${one%%:*}; done; true }
_files() { if [[ $1 == -/ ]]; then print -l -- $PREFIX*(/N); else print -l -- $PREFIX*(N); fi }
compadd() { shift; for one; do [[ $one == $PREFIX* ]] && print -r -- $one; done; true }
compset() { local rest=\${PREFIX#\${~2}}; [[ $rest == $PREFIX ]] && return 1; PREFIX=$rest }
${zshScript(KNOWN_COMMANDS)}`,
  (words) => `words=(drawbridge ${words.map(quote).join(' ')})
CURRENT=${words.length + 1}
PREFIX=$words[CURRENT]
_drawbridge`,
);

const inFish = completeIn(
  'fish',
  '--no-config',
  fishScript(KNOWN_COMMANDS),
  (words) =>
    `complete -C ${quoteForFish(['drawbridge', ...words].join(' '))} | string replace -r '\\t.*' ''`,
);

describe.each([
  ['bash', inBash],
  ['zsh', inZsh],
  ['fish', inFish],
] as const)('in %s', (shell, complete) => {
  const here = test.skipIf(!installed(shell));

  here.each<[string, string[], string[]]>([
    ['nouns and commands of one word', ['co'], ['completion', 'config', 'console']],
    ['verbs', ['keys', ''], ['export', 'generate', 'import', 'list', 'retire', 'rotate']],
    ['verbs behind the options of a noun', ['keys', '--data', 'x', 'l'], ['list']],
    ['verbs behind the options of drawbridge', ['--data', 'x', 'keys', 'l'], ['list']],
    ['verbs behind an option with its value', ['--data=x', 'keys', 'l'], ['list']],
    ['the words after help', ['help', 'keys', 'l'], ['list']],
    ['options of a command', ['keys', 'generate', '--a'], ['--alg']],
    ['options that every command has', ['keys', 'list', '--co'], ['--config']],
    ['choices of an option', ['keys', 'generate', '--alg', 'ES'], ['ES256', 'ES384', 'ES512']],
    ['options after a choice', ['keys', 'generate', '--alg', 'ES256', '--js'], ['--json']],
    ['choices of an argument', ['completion', 'b'], ['bash']],
    ['files for a file', ['keys', 'list', '--config', 'si'], ['site one.yaml', 'site.jwt']],
    ['nothing for free text', ['serve', 'exchange', '--issuer', 'si'], []],
    ['no verb where a value belongs', ['keys', '--config', 'gen'], []],
    ['no verb of another noun', ['token', 'lis'], []],
  ])('it proposes %s', (_, words, expected) => {
    const [found] = complete(words);
    expect(found?.map((word) => word.replaceAll('\\', '')).toSorted()).toEqual(expected);
  });

  here('it proposes folders alone for a folder', () => {
    const [found] = complete(['keys', 'list', '--data', 's']);
    expect(found?.map((name) => name.replace(/\/$/, ''))).toEqual(['state']);
  });

  here('it proposes every command', () => {
    const paths = KNOWN_COMMANDS.map(({ words }) => words.split(' ')).filter(
      ([noun]) => noun !== '',
    );
    const found = complete(...paths);
    expect(found).toHaveLength(paths.length);
    for (const [place, path] of paths.entries()) {
      expect(found[place], path.join(' ')).toContain(path.at(-1));
    }
  });

  here('its script is sound, whatever is in a summary', () => {
    const hostile: readonly KnownCommand[] = [
      { words: '', summary: '', options: [] },
      {
        words: 'odd',
        summary: `it's $(touch broken) "\\" \`touch broken\` : [x]`,
        options: [{ names: ['--it'], summary: `' ; touch broken`, value: { kind: 'text' } }],
      },
    ];
    const write = { bash: bashScript, zsh: zshScript, fish: fishScript }[shell];
    const setUp = shell === 'zsh' ? 'compdef() { }\n' : '';
    for (const commands of [KNOWN_COMMANDS, hostile]) {
      const program = write(commands);
      const file = join(folder, `script.${shell}`);
      writeFileSync(file, program);
      const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
      runShell(shell, [], `${setUp}${program}\ntest ! -e broken`);
      rmSync(file);
    }
  });
});

describe('in bash', () => {
  test.each<[string, string[], string[]]>([
    ['a value behind an equals sign', ['keys', 'generate', '--alg', '=', 'ES2'], ['ES256']],
    [
      'a value right behind it',
      ['completion', '--config', '='],
      ['site one.yaml', 'site.jwt', 'state'],
    ],
    ['a file behind @', ['token', 'decode', '@', 'site.'], ['site.jwt']],
    ['a file behind @, where @ breaks no words', ['token', 'decode', '@site.'], ['@site.jwt']],
    [
      'options behind a URL',
      ['serve', 'exchange', '--issuer', 'https', ':', '//x', '--up'],
      ['--upstream'],
    ],
  ])('words that it takes apart are one: %s', (_, words, expected) => {
    expect(inBash(words)).toEqual([expected]);
  });
});

// There is no PowerShell to run it in: what can be seen from outside is held on to.
describe('for PowerShell', () => {
  const script = powershellScript(KNOWN_COMMANDS);

  test('every command is there with its options, choices and meanings', () => {
    for (const { words, options, summary } of KNOWN_COMMANDS) {
      const [, entry = ''] = script.split(`\n        '${words}' = @{\n`);
      for (const { names, value } of options) {
        for (const name of names) expect(entry).toContain(`'${name}' = '`);
        for (const choice of value?.choices ?? []) expect(entry).toContain(`'${choice}'`);
      }
      if (words !== '') expect(script).toContain(`'${summary.replaceAll("'", "''")}'`);
    }
  });

  test('brackets and quotes are balanced', () => {
    const bare = script.replaceAll(/^ *#.*$/gm, '').replaceAll(/'(?:[^']|'')*'|"[^"]*"/g, '');
    expect(bare).not.toMatch(/['"]/);
    const open: string[] = [];
    const pairs: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
    for (const [bracket] of bare.matchAll(/[()[\]{}]/g)) {
      if (pairs[bracket] === undefined) open.push(bracket);
      else expect(open.pop()).toBe(pairs[bracket]);
    }
    expect(open).toEqual([]);
  });

  test('a quote in a summary ends nothing', () => {
    const odd = powershellScript([
      { words: '', summary: '', options: [] },
      { words: 'odd', summary: `it's \u2019; evil`, options: [] },
    ]);
    expect(odd).toContain(`'odd' = 'it''s \u2019\u2019; evil'`);
  });
});
