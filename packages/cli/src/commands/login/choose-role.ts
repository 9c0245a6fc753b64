import { DrawbridgeError } from '@drawbridge/core';
import type { Terminal } from '../../terminal.ts';

/**
 * Has a person choose one of the roles of the configuration, where there is a terminal to ask at.
 *
 * @returns the name of the role
 * @throws {DrawbridgeError} `usage_invalid` where nobody can be asked, or nobody chose
 */
export async function chooseRole(
  names: readonly string[],
  roles: LoginRoles,
  { stdin, stderr }: Terminal,
): Promise<string> {
  const isAsked = stderr.isTTY === true && (stdin as NodeJS.ReadStream).isTTY;
  if (!isAsked) throw unchosen(names, 'there are several roles, and no terminal to ask at');
  const { isCancel, select } = await import('@clack/prompts');
  const chosen = await select({
    message: 'Which role?',
    options: names.map((name) => ({ value: name, label: name, hint: roles[name]?.arn ?? '' })),
    input: stdin,
    output: stderr as NodeJS.WriteStream,
  });
  if (isCancel(chosen)) throw unchosen(names, 'no role was chosen');
  return chosen;
}

type LoginRoles = Readonly<Record<string, { readonly arn: string }>>;

function unchosen(names: readonly string[], detail: string): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', {
    detail,
    hint: `Give --role with one of ${names.join(', ')}.`,
  });
}
