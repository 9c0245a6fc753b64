import { printable } from '@drawbridge/core';
import { createStyle } from '@drawbridge/node';
import type { Terminal } from '../terminal.ts';
import { withoutUserinfo } from '../without-userinfo.ts';
import { hang, widthOf } from '../wrap.ts';
import type { Way } from './link.ts';

/** Columns of the state. */
const STATE = 9;

/** A way in lines: each link, and what to do about the one that does not hold. On a terminal lines are broken where it ends. */
export function showWay({ links, broken }: Way, terminal: Terminal): string {
  const { good, bad, accent } = createStyle(terminal.stdout, terminal.env);
  const words = { passed: good('holds  '), failed: bad('broken '), unknown: accent('unknown') };
  const width = widthOf(terminal);
  const lines = links.flatMap(({ at, outcome }) => [
    `${words[outcome.state]}  ${hang(line(`${at}: ${outcome.seen}`), width, STATE)}`,
    ...(outcome.state === 'unknown' ? [`  ${hang(line(outcome.fix), width, 2)}`] : []),
  ]);
  if (broken !== undefined && 'fix' in broken.outcome)
    lines.push('', hang(line(broken.outcome.fix), width, 0));
  return lines.join('\n');
}

function line(text: string): string {
  return printable(withoutUserinfo(text)).replaceAll('\n', ' ');
}
