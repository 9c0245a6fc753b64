import { quoteForFish, quoteForPowershell, quoteForShell } from '@drawbridge/core';
import { shellCommands } from './shell-commands.ts';
import { CREDENTIAL_VARIABLES, type Variable } from './variables.ts';

/** What lines are written for that read a token from a file. `python` is for a cell of a notebook. */
export const READING_FORMATS = ['bash', 'zsh', 'fish', 'powershell', 'python'] as const;

export type ReadingFormat = (typeof READING_FORMATS)[number];

/** Takes what is in a file as the token for an endpoint of credentials. */
const NAME = 'AWS_CONTAINER_AUTHORIZATION_TOKEN';
const posix = (file: string) => `export ${NAME}="$(cat ${quoteForShell(file)})"\n`;

const READ = {
  bash: posix,
  zsh: posix,
  fish: (file: string) => `set -gx ${NAME} (cat ${quoteForFish(file)})\n`,
  powershell: (file: string) =>
    `$Env:${NAME} = [IO.File]::ReadAllText(${quoteForPowershell(file)})\n`,
};

/**
 * Lines that set variables, do away with all others that decide which credentials are taken, and read the token of an
 * endpoint of credentials from a file: what is shown on a screen, or kept in a notebook, holds no secret. Older SDKs do
 * not know `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`.
 *
 * @param tokenFile - an absolute path, where the lines are run
 * @throws {DrawbridgeError} `cloud_setting_invalid` for a value that the shell cannot be given
 */
export function readTokenCommands(
  format: ReadingFormat,
  variables: readonly Variable[],
  tokenFile: string,
): string {
  if (format === 'python') return pythonLines(variables, tokenFile);
  return shellCommands(format, variables) + READ[format](tokenFile);
}

/** A literal of JSON is one of Python. */
const literal = (value: unknown) => JSON.stringify(value);

function pythonLines(variables: readonly Variable[], tokenFile: string): string {
  return [
    'import os',
    `for name in ${literal(CREDENTIAL_VARIABLES)}:`,
    '    os.environ.pop(name, None)',
    ...variables.map(([name, value]) => `os.environ[${literal(name)}] = ${literal(value)}`),
    `with open(${literal(tokenFile)}) as file:`,
    `    os.environ[${literal(NAME)}] = file.read()`,
    '',
  ].join('\n');
}
