import { printable } from '@drawbridge/core';
import { type JudgedAddress, judgeIssuerAddress } from '@drawbridge/issuer';
import { tell, type Terminal } from '../../terminal.ts';
import { usage } from '../keys/key-options.ts';

/**
 * The issuer that was given on the command line. One that no cloud can reach is taken with a warning.
 *
 * @param where - where it was given: `--issuer`
 * @throws {DrawbridgeError} `usage_invalid` saying what to write instead
 */
export function givenIssuer(text: string, where: string, terminal: Terminal): string {
  const judged: JudgedAddress = judgeIssuerAddress(text);
  if ('fault' in judged) {
    const { message, instead } = judged.fault;
    // What is before an @ may be a password.
    const shown = text.includes('@') ? '' : ` ${JSON.stringify(text)}`;
    throw usage(
      printable(`${where}${shown} ${message}`),
      instead === undefined
        ? 'Give the address that relying parties are to know the issuer by, such as https://oidc.example.com.'
        : `Write ${instead} instead.`,
    );
  }
  if (judged.warning !== undefined) tell(terminal, `warning: ${judged.warning}`);
  return judged.issuer;
}
