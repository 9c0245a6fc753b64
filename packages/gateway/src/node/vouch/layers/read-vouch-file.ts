import { isJsonObject } from '@drawbridge/core';
import { didYouMean, type PlacedFault, readConfigFile } from '@drawbridge/node/config';
import { findVouchKey, VOUCH_KEYS, type VouchKeyName } from '../keys/all-keys.ts';
import type { GivenValue, VouchNote } from './given-value.ts';
import { FORMER_SECTIONS } from './former-keys.ts';
import { mergedMembers } from './merged-members.ts';

/** What the file has in it. */
export interface VouchFile {
  readonly given: ReadonlyMap<VouchKeyName, GivenValue>;
  readonly faults: readonly PlacedFault[];
  readonly notes: readonly VouchNote[];
}

/** A file with nothing in it. */
export const NO_VOUCH_FILE: VouchFile = { given: new Map(), faults: [], notes: [] };

/**
 * Reads a `config.yml`. The case of keys does not count, one that nobody knows is a note alone, and merge keys are followed, as in Vouch
 * Proxy.
 *
 * @throws {DrawbridgeError} `config_invalid`, when there is no file to read
 */
export async function readVouchFile(path: string): Promise<VouchFile> {
  const read = await readConfigFile(path, {
    what: "Vouch Proxy's configuration file",
    hint: 'Give an existing file: the config.yml with the sections vouch and oauth.',
  });
  if (read.faults !== undefined) return { ...NO_VOUCH_FILE, faults: read.faults };
  const { value, places } = read;
  if (!isJsonObject(value)) {
    const message = 'is no map with the sections vouch and oauth';
    return { ...NO_VOUCH_FILE, faults: [{ path, message }] };
  }
  const given = new Map<VouchKeyName, GivenValue>();
  const faults: PlacedFault[] = [];
  const notes: VouchNote[] = [];

  function walk(inner: unknown, at: string, around: string): void {
    const place = places.get(at) ?? around;
    const key = findVouchKey(at);
    if (key !== undefined) {
      if (given.has(key)) {
        faults.push({ path: key, message: 'is given twice: case does not count', place });
      } else if (inner !== null) given.set(key, { value: inner, place });
      return;
    }
    const former = FORMER_SECTIONS.get(at.toLowerCase());
    if (former !== undefined) {
      faults.push({ path: at, message: former, place });
    } else if (isJsonObject(inner)) {
      const members = mergedMembers(inner);
      if (members === undefined) {
        const message = 'has a merge key (<<) whose value is no map, and no list of maps';
        faults.push({ path: at, message, place });
      }
      for (const [name, below] of Object.entries(members ?? {})) {
        walk(below, at === '' ? name : `${at}.${name}`, place);
      }
    } else if (inner !== null) {
      const hint = didYouMean(at, VOUCH_KEYS.keys()).trim();
      notes.push({
        event: 'setting passed over: nobody knows it',
        fields: { setting: at, place, ...(hint !== '' && { hint }) },
      });
    }
  }

  walk(value, '', path);
  return { given, faults, notes };
}
