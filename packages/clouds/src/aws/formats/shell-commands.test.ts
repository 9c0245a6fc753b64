import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { noteSkip } from '../../../../../tools/skips.mjs';
import {
  AWS_SHELLS,
  type AwsShell,
  environmentFile,
  shellCommands,
  unsetCommands,
} from './shell-commands.ts';
import { CREDENTIAL_VARIABLES, type Variable } from './variables.ts';

const folder = mkdtempSync(join(tmpdir(), 'drawbridge-shells-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What would create a file if any shell obeyed it. */
const TRAP = join(folder, 'trap');
const HOSTILE = [
  `$(touch ${TRAP})`,
  `\`touch ${TRAP}\``,
  `'; touch ${TRAP}; '`,
  `"; touch ${TRAP}; "`,
  `\\'; touch ${TRAP}; \\'`,
  `(touch ${TRAP})`,
  `| touch ${TRAP} &`,
  '$HOME ${HOME} %PATH% !x! ~ * ? [a] {a,b} #c',
  "'",
  '"',
  '\\',
  "\\'",
  ' ',
  ' a ',
  '-n',
  '',
  '\u2019',
  'ü🗝',
];
const printable = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...`'"\\$\`;&|<>()!%#~ \t`.replace('\t', '')),
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
    fc.constantFrom('é', '\u2019', '🗝'),
  ),
  maxLength: 40,
});

/** What programs of the shell find in their environment after commands. */
function environmentAfter(shell: string, commands: string, env: NodeJS.ProcessEnv = {}) {
  const path = { PATH: process.env['PATH'] ?? '', HOME: folder };
  const { stdout, stderr, status } = spawnSync(
    shell,
    shell === 'fish'
      ? ['--no-config', '-c', `${commands}command env -0`]
      : ['-c', `${commands}command env -0`],
    { env: { ...path, ...env }, encoding: 'utf8' },
  );
  expect([stderr, status]).toEqual(['', 0]);
  return new Map(
    stdout.split('\0').map((line): [string, string] => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

const REAL = ['bash', 'zsh', 'fish'] as const;
for (const shell of REAL) {
  const isThere = existsSync(`/usr/bin/${shell}`) || existsSync(`/bin/${shell}`);
  if (!isThere) noteSkip(`commands for ${shell}`, [shell]);
  describe.skipIf(!isThere)(`commands for ${shell}, run by it`, () => {
    test('any printable value comes back unchanged, and none is obeyed', () => {
      // All in one run: to start a shell takes longer than all that it does.
      const values = [...HOSTILE, ...fc.sample(printable, 300)];
      const variables = values.map((value, index): Variable => [`V_${index}`, value]);
      const found = environmentAfter(shell, shellCommands(shell, variables));
      for (const [name, value] of variables) expect(found.get(name), name).toBe(value);
      expect(existsSync(TRAP)).toBe(false);
    });

    test('variables that would count in their place are gone, others stay', () => {
      const old = Object.fromEntries(CREDENTIAL_VARIABLES.map((name) => [name, 'old']));
      const commands = shellCommands(shell, [['AWS_SESSION_TOKEN', 'new']]);
      const found = environmentAfter(shell, commands, { ...old, AWS_REGION: 'eu-west-1' });
      const left = [...found].filter(([name]) => name.startsWith('AWS_'));
      expect(Object.fromEntries(left)).toEqual({
        AWS_SESSION_TOKEN: 'new',
        AWS_REGION: 'eu-west-1',
      });
      const none = environmentAfter(shell, unsetCommands(shell), old);
      expect([...none.keys()].filter((name) => name.startsWith('AWS_'))).toEqual([]);
    });
  });
}

test('a shell that stops at what is not set, or at a fault, goes on', () => {
  const commands = shellCommands('bash', [['A', '1']]);
  expect(environmentAfter('bash', `set -eu\n${commands}`).get('A')).toBe('1');
});

const VARIABLES: readonly Variable[] = [
  ['AWS_SECRET_ACCESS_KEY', 'a/b+c=='],
  ['AWS_ROLE_ARN', 'arn:aws:iam::123456789012:role/a&b|c<d>^(e)'],
];

/** Those of one's own, without what does away with others. */
const own = (text: string) =>
  text
    .split('\n')
    .slice(CREDENTIAL_VARIABLES.length - 2)
    .join('\n');

test('commands for PowerShell, which tests do not run', () => {
  const variables: readonly Variable[] = [...VARIABLES, ['OTHER', "it's \u2019$x `n"]];
  const text = shellCommands('powershell', variables);
  expect(text.split('\n')[0]).toBe('$Env:AWS_ACCESS_KEY_ID = $null');
  expect(own(text)).toBe(`$Env:AWS_SECRET_ACCESS_KEY = 'a/b+c=='
$Env:AWS_ROLE_ARN = 'arn:aws:iam::123456789012:role/a&b|c<d>^(e)'
$Env:OTHER = 'it''s \u2019\u2019$x \`n'
`);
});

test('commands for cmd, which tests do not run', () => {
  const text = shellCommands('cmd', VARIABLES);
  expect(text.split('\n')[0]).toBe('set "AWS_ACCESS_KEY_ID="');
  expect(own(text)).toBe(`set "AWS_SECRET_ACCESS_KEY=a/b+c=="
set "AWS_ROLE_ARN=arn:aws:iam::123456789012:role/a&b|c<d>^(e)"
`);
});

test('PowerShell: between the first quote and the last each one is doubled', () => {
  fc.assert(
    fc.property(printable, (value) => {
      const text = unquoted(shellCommands('powershell', [['A', value]]), /\$Env:A = '(.*)'\n$/s);
      expect(text.replaceAll(/(['\u2018-\u201b])\1/g, '')).not.toMatch(/['\u2018-\u201b]/);
      expect(text.replaceAll(/(['\u2018-\u201b])\1/g, '$1')).toBe(value);
    }),
  );
});

test('cmd: a value is between the quotes as it is, or refused', () => {
  fc.assert(
    fc.property(printable, (value) => {
      const commands = () => shellCommands('cmd', [['A', value]]);
      if (/["%!]/.test(value)) expect(commands).toThrow('cannot be written for cmd');
      else expect(unquoted(commands(), /set "A=(.*)"\n$/s)).toBe(value);
    }),
  );
});

function unquoted(text: string, pattern: RegExp): string {
  return pattern.exec(text)?.[1] ?? 'not there';
}

test.each([...AWS_SHELLS, 'file' as const])(
  '%s: a value with a control character is refused, and not shown',
  (form: AwsShell | 'file') => {
    for (const character of ['\n', '\r', '\0', '\u001b', '\u0085']) {
      const variables: readonly Variable[] = [['A', `PLANTED${character}`]];
      const write = () =>
        form === 'file' ? environmentFile(variables) : shellCommands(form, variables);
      expect(write).toThrow(
        expect.objectContaining({
          code: 'cloud_setting_invalid',
          message: expect.not.stringContaining('PLANTED') as string,
        }),
      );
    }
  },
);

test('a file for Docker has the values as they are', () => {
  expect(environmentFile([...VARIABLES, ['B', ' "x" $y#z ']])).toBe(
    'AWS_SECRET_ACCESS_KEY=a/b+c==\nAWS_ROLE_ARN=arn:aws:iam::123456789012:role/a&b|c<d>^(e)\nB= "x" $y#z \n',
  );
});
