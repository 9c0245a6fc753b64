import type { VouchKeyName } from '../keys/all-keys.ts';
import type { GivenValue, VouchNote } from './given-value.ts';

/** The layers of a configuration, each with what it gives. */
export interface VouchLayers {
  readonly flags: ReadonlyMap<VouchKeyName, GivenValue>;
  readonly variables: ReadonlyMap<VouchKeyName, GivenValue>;
  readonly file: ReadonlyMap<VouchKeyName, GivenValue>;
}

/**
 * Says which value of a key counts: that of a flag, of a `VOUCH_` variable, of the file, and last of an `OAUTH_` variable: Vouch
 * Proxy reads the section oauth of its file after the environment.
 */
export function joinLayers({ flags, variables, file }: VouchLayers): {
  readonly given: ReadonlyMap<VouchKeyName, GivenValue>;
  readonly notes: readonly VouchNote[];
} {
  const given = new Map([...variables, ...file]);
  const notes: VouchNote[] = [];
  for (const [key, value] of variables) {
    if (key.startsWith('vouch.')) given.set(key, value);
    else if (file.has(key)) {
      notes.push({
        event: 'variable passed over: the file has it',
        fields: { variable: value.place, setting: key, place: file.get(key)?.place ?? '' },
      });
    }
  }
  for (const [key, value] of flags) given.set(key, value);
  return { given, notes };
}
