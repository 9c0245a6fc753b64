import { printable } from '@drawbridge/core';
import { createStyle } from '@drawbridge/node';
import { tell, type Terminal } from '../terminal.ts';

/** Warns of a file of AWS that others could read until it was written. @param exposed - its path, if it was so */
export function tellExposed(exposed: string | undefined, terminal: Terminal): void {
  if (exposed === undefined) return;
  const { bad } = createStyle(terminal.stderr, terminal.env);
  const text = `${exposed} could be read by other users of this machine until now: consider keys in it known`;
  tell(terminal, `${bad('drawbridge:')} ${printable(text)}`);
}
