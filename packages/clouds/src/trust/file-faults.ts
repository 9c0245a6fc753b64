import { type DrawbridgeError, printable } from '@drawbridge/core';
import { settingFault } from '../setting-fault.ts';

/** How many faults are told: of another file in the place of this one everything may be wrong. */
const MOST_TOLD = 50;

/** Gathers what is wrong in a file of trust, so that all of it is told at once. */
export interface FileFaults {
  /** @param place - where: `role.bound_claims`. @param message - the rest of a sentence that begins with it: `is no text` */
  add(place: string, message: string): void;
  /** How many there are so far. */
  readonly count: number;
  /** @throws {DrawbridgeError} `cloud_setting_invalid` with all faults so far, where there is one */
  throwIfAny(): void;
  /** The error with all faults so far, a line each; `undefined` without any. */
  error(hint?: string): DrawbridgeError | undefined;
}

/**
 * @param what - what the file holds: `the role of Vault`
 * @param usual - what to do, where no hint is given with the error; a sentence
 */
export function createFileFaults(what: string, usual?: string): FileFaults {
  const told: string[] = [];
  let count = 0;
  const faults: FileFaults = {
    add(place, message) {
      count += 1;
      if (told.length < MOST_TOLD) told.push(inOneLine(`${place} ${message}`));
    },
    get count() {
      return count;
    },
    throwIfAny() {
      const error = faults.error();
      if (error !== undefined) throw error;
    },
    error(hint = usual) {
      if (count === 0) return undefined;
      const [only = ''] = told;
      if (count === 1) return settingFault(`${what} is not valid: ${only}`, hint);
      const rest = count > told.length ? [`and ${count - told.length} more`] : [];
      const lines = [...told, ...rest].map((line) => `  ${line}`);
      return settingFault([`${what} has ${count} faults:`, ...lines].join('\n'), hint);
    },
  };
  return faults;
}

/** A name of a member may hold line feeds, and what follows one would pass for a fault of its own. */
function inOneLine(text: string): string {
  return printable(text.trim()).replaceAll('\n', String.raw`\u000a`);
}
