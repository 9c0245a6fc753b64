import { printable } from '@drawbridge/core';
import { createStyle } from '@drawbridge/node';
import type { Terminal } from '../terminal.ts';
import { withoutUserinfo } from '../without-userinfo.ts';
import type { Way } from './link.ts';

/** A way in lines: each link, and what to do about the one that does not hold. */
export function showWay({ links, broken }: Way, terminal: Terminal): string {
  const { good, bad, accent } = createStyle(terminal.stdout, terminal.env);
  const words = { passed: good('holds  '), failed: bad('broken '), unknown: accent('unknown') };
  const lines = links.flatMap(({ at, outcome }) => [
    `${words[outcome.state]}  ${at}: ${line(outcome.seen)}`,
    ...(outcome.state === 'unknown' ? [`  ${line(outcome.fix)}`] : []),
  ]);
  if (broken !== undefined && 'fix' in broken.outcome) lines.push('', line(broken.outcome.fix));
  return lines.join('\n');
}

function line(text: string): string {
  return printable(withoutUserinfo(text)).replaceAll('\n', ' ');
}
