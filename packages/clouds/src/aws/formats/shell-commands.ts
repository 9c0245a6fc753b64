import { DrawbridgeError, quoteForFish, quoteForPowershell, quoteForShell } from '@drawbridge/core';
import { CREDENTIAL_VARIABLES, type Variable } from './variables.ts';

/** Shells for which commands are written. What is for bash is for zsh and any POSIX shell as well. */
export const AWS_SHELLS = ['bash', 'zsh', 'fish', 'powershell', 'cmd'] as const;

export type AwsShell = (typeof AWS_SHELLS)[number];

/** How one shell sets a variable for what it starts, and does away with one that may not be there. */
interface Dialect {
  readonly set: (variable: Variable) => string;
  readonly unset: (name: string) => string;
  /** What no command of this shell can hold. */
  readonly refused: RegExp;
}

const CONTROL = /\p{Cc}/u;

const posix: Dialect = {
  set: ([name, value]) => `export ${name}=${quoteForShell(value)}`,
  unset: (name) => `unset ${name}`,
  refused: CONTROL,
};

const DIALECTS: Readonly<Record<AwsShell, Dialect>> = {
  bash: posix,
  zsh: posix,
  fish: {
    set: ([name, value]) => `set -gx ${name} ${quoteForFish(value)}`,
    unset: (name) => `set -e ${name}`,
    refused: CONTROL,
  },
  powershell: {
    set: ([name, value]) => `$Env:${name} = ${quoteForPowershell(value)}`,
    unset: (name) => `$Env:${name} = $null`,
    refused: CONTROL,
  },
  cmd: {
    // In the quotes & | < > ^ and brackets are themselves. Percent and exclamation marks are replaced within them as
    // well, differently at the prompt and in a batch file, and a quote would end them: none of it can be escaped in a
    // way that holds in both.
    set: ([name, value]) => `set "${name}=${value}"`,
    unset: (name) => `set "${name}="`,
    refused: /[\p{Cc}"%!]/u,
  },
};

/**
 * Commands of a shell that set variables, and do away with all others that decide which credentials are taken.
 *
 * @returns lines, each with its end
 * @throws {DrawbridgeError} `cloud_setting_invalid` for a value that the shell cannot be given; it is not shown
 */
export function shellCommands(shell: AwsShell, variables: readonly Variable[]): string {
  const { set, refused } = DIALECTS[shell];
  const names = new Set(variables.map(([name]) => name));
  const unset = unsetCommands(
    shell,
    CREDENTIAL_VARIABLES.filter((name) => !names.has(name)),
  );
  const lines = variables.map((variable) => {
    const [name, value] = variable;
    if (refused.test(value)) throw unwritable(shell, name);
    return set(variable);
  });
  return unset + toLines(lines);
}

/** Commands of a shell that do away with variables, by default all that hold or choose credentials. */
export function unsetCommands(
  shell: AwsShell,
  names: readonly string[] = CREDENTIAL_VARIABLES,
): string {
  return toLines(names.map(DIALECTS[shell].unset));
}

/**
 * Variables for `docker run --env-file` and what else reads `NAME=value` as it stands, without quotes.
 *
 * @returns lines, each with its end
 * @throws {DrawbridgeError} `cloud_setting_invalid` for a value with a control character; it is not shown
 */
export function environmentFile(variables: readonly Variable[]): string {
  return toLines(
    variables.map(([name, value]) => {
      if (CONTROL.test(value)) throw unwritable('an environment file', name);
      return `${name}=${value}`;
    }),
  );
}

function toLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function unwritable(where: string, name: string): DrawbridgeError {
  return new DrawbridgeError('cloud_setting_invalid', {
    detail: `the value of ${name} has a character that cannot be written for ${where}`,
    hint: 'Choose another format, or another name for what it is the name of.',
  });
}
