import { printable } from '@drawbridge/core';
import { tell, type Terminal } from '../../terminal.ts';

/** Says where a person would wait without a word; a fault that comes later says why. */
export function tellUnseen(path: string, terminal: Terminal): void {
  tell(
    terminal,
    printable(
      `${path} is published and not seen at its public address yet: looking again. If that fails, the same command goes on from here.`,
    ),
  );
}
