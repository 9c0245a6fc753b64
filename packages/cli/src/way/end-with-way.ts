import { DrawbridgeError, printable } from '@drawbridge/core';
import { print, type Terminal } from '../terminal.ts';
import type { Way } from './link.ts';
import { jsonWithoutUserinfo } from '../without-userinfo.ts';
import { showWay } from './show-way.ts';

/**
 * Shows a way, and ends the command as it came out.
 *
 * @throws {DrawbridgeError} `check_failed` where a link does not hold
 */
export function endWithWay(way: Way, isJson: boolean, terminal: Terminal): void {
  const { links, broken } = way;
  if (isJson) {
    const flat = links.map(({ at, outcome }) => ({ at, ...outcome }));
    const result = { ok: broken === undefined, broken: broken?.at, links: flat };
    print(terminal, printable(jsonWithoutUserinfo(result)));
  } else {
    print(terminal, showWay(way, terminal));
  }
  if (broken === undefined) return;
  throw new DrawbridgeError('check_failed', {
    detail: `the way of the token is broken at: ${broken.at}`,
    hint: 'Do what is said of it, then look again: there may be other faults behind it.',
  });
}
