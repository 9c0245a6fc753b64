import { printable } from '@drawbridge/core';
import { settingFault } from '../../aws/setting-fault.ts';

/** How many faults are told: another file in the place of a configuration has one in each line. */
const MAX_TOLD = 100;

/** What is wrong with a configuration, gathered while it is read. */
export interface Faults {
  /**
   * @param path - as an API server names the place: `jwt[0].issuer.url`
   * @param message - as the rest of a sentence that begins with the path
   */
  add(path: string, message: string): void;
  readonly count: number;
  /** @throws {DrawbridgeError} `cloud_setting_invalid`, with all that was added, if anything was */
  throwAny(): void;
}

/** @param what - what is read: `the AuthenticationConfiguration` */
export function createFaults(what: string, hint: string): Faults {
  const lines: string[] = [];
  let count = 0;
  return {
    add(path, message) {
      count += 1;
      if (lines.length < MAX_TOLD) lines.push(inOneLine(`${path} ${message}`));
    },
    get count() {
      return count;
    },
    throwAny() {
      if (count === 0) return;
      const told = count > MAX_TOLD ? [...lines, `and ${count - MAX_TOLD} more`] : lines;
      throw settingFault(
        count === 1
          ? `${what} is not valid: ${lines[0]}`
          : [`${what} has ${count} faults:`, ...told.map((line) => `  ${line}`)].join('\n'),
        hint,
      );
    },
  };
}

/** A name of a member may hold line feeds, and what follows one would pass for a fault of its own. */
function inOneLine(text: string): string {
  return printable(text.trim()).replaceAll('\n', String.raw`\u000a`);
}
