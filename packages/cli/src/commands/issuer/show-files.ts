import { printable } from '@drawbridge/core';
import type { PlannedFile, PublishedFile } from '@drawbridge/node/publish';
import { createStyle } from '@drawbridge/node';
import { print, type Terminal } from '../../terminal.ts';

const WORDS: Readonly<Record<PublishedFile['change'], string>> = {
  same: 'as before',
  changed: 'changed',
  created: 'new',
};

/** Shows what became of each file, or would become of it: with the lines that differ. */
export function showFiles(
  files: readonly (PublishedFile | PlannedFile)[],
  terminal: Terminal,
): void {
  const { dim, good, bad } = createStyle(terminal.stdout, terminal.env);
  for (const file of files) {
    const { path, change } = file;
    const word = change === 'same' ? dim(WORDS[change]) : WORDS[change];
    print(terminal, `  ${printable(path)}  ${word}`);
    for (const line of 'lines' in file ? file.lines : []) {
      const shown = `    ${printable(line)}`;
      print(
        terminal,
        line.startsWith('+') ? good(shown) : line.startsWith('-') ? bad(shown) : shown,
      );
    }
  }
}
