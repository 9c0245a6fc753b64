import { constants } from 'node:os';
import { DrawbridgeError, printable } from '@drawbridge/core';
import { ChildEnded } from '../../child-ended.ts';
import type { Terminal } from '../../terminal.ts';
import { tellCalledOff } from './until-called-off.ts';

/** A role that a person may choose. */
export interface RoleOffer {
  /** Its name in the configuration, or its ARN. */
  readonly role: string;
  /** What is shown beside the one that is pointed at. */
  readonly hint: string;
}

/**
 * Has a person choose one of several roles, where there is a terminal to ask at.
 *
 * @returns its name, or its ARN
 * @throws {DrawbridgeError} `usage_invalid` where nobody can be asked
 * @throws {ChildEnded} when it was called off
 */
export async function chooseRole(
  offers: readonly RoleOffer[],
  terminal: Terminal,
): Promise<string> {
  const { stdin, stderr } = terminal;
  const isAsked = stderr.isTTY === true && (stdin as NodeJS.ReadStream).isTTY;
  if (!isAsked) {
    throw new DrawbridgeError('usage_invalid', {
      detail: 'there are several roles, and no terminal to ask at',
      hint: `Give --role with one of ${offers.map(({ role }) => role).join(', ')}.`,
    });
  }
  const { isCancel, select } = await import('@clack/prompts');
  const chosen = await select({
    message: 'Which role?',
    options: offers.map(({ role, hint }) => ({
      value: role,
      label: printable(role),
      hint: printable(hint),
    })),
    maxItems: 10,
    input: stdin,
    output: stderr as NodeJS.WriteStream,
  });
  if (!isCancel(chosen)) return chosen;
  tellCalledOff('With --role, nobody is asked.', terminal);
  throw new ChildEnded(128 + constants.signals.SIGINT);
}
