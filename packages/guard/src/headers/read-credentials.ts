import type { HeaderField } from '@drawbridge/core';
import type { Credentials } from './credentials.ts';
import { doubled, lookAlike, twoTokens } from './header-faults.ts';
import type { HeaderProfile } from './header-profile.ts';
import { matchName, OTHER, SAME } from './match-name.ts';
import { type ProfileField, profileFields } from './profile-fields.ts';

/** Reads the fields of a {@link HeaderProfile}. */
export interface CredentialReader {
  /** The names of all of them, in lower case. */
  readonly fields: ReadonlySet<string>;
  /**
   * Judges form alone: nothing that it answers is verified.
   *
   * @throws {DrawbridgeError} `credentials_ambiguous` when a field of the profile is there twice, or is two that were
   *   joined, or one is there that may be taken for it; or when two fields carry different access tokens
   * @throws {DrawbridgeError} `credentials_malformed` when a field cannot hold what it should
   */
  read(headers: readonly HeaderField[]): Credentials;
}

/**
 * Makes a reader. It goes over the header once, and makes nothing of fields that are not the profile's.
 *
 * @throws {TypeError} for a profile whose names are no names of fields, or not all different
 */
export function createCredentialReader(profile: HeaderProfile): CredentialReader {
  const fields = profileFields(profile);
  const sources = profile.access.length;
  const placeOf = (part: ProfileField['part']) => fields.findIndex((field) => field.part === part);
  const [id, idClaims, userinfo, refresh] = [
    placeOf('id'),
    placeOf('idClaims'),
    placeOf('userinfo'),
    placeOf('refresh'),
  ] as const;

  /** Names of other lengths are passed over without a look at them. */
  const byLength: (readonly number[])[] = [];
  for (const [place, { name }] of fields.entries()) {
    while (byLength.length <= name.length) byLength.push([]);
    byLength[name.length] = [...(byLength[name.length] ?? []), place];
  }

  /** Which field of the profile a name is, or -1. */
  function placeOfName(name: string): number {
    if (name.length >= byLength.length) return -1;
    const places = byLength[name.length] as readonly number[];
    for (let index = 0; index < places.length; index++) {
      const place = places[index] as number;
      const field = fields[place] as ProfileField;
      const match = matchName(name, field.name);
      if (match === OTHER) continue;
      if (match === SAME) return place;
      throw lookAlike(field.shown);
    }
    return -1;
  }

  /** The token of the first access field that has one; all that have one must agree. */
  function accessOf(values: readonly (string | undefined)[]): string | undefined {
    let token: string | undefined;
    let from = 0;
    for (let place = 0; place < sources; place++) {
      const value = values[place];
      if (value === undefined) continue;
      if (token === undefined) {
        token = value;
        from = place;
      } else if (token !== value) {
        throw twoTokens(
          (fields[from] as ProfileField).shown,
          (fields[place] as ProfileField).shown,
        );
      }
    }
    return token;
  }

  return {
    fields: new Set(fields.map(({ name }) => name)),

    read(headers) {
      const values: (string | undefined)[] = [];
      for (let place = 0; place < fields.length; place++) values.push(undefined);
      // What was seen is not told by the values: an empty field is there, and has none.
      let seen = 0;
      for (let index = 0; index < headers.length; index++) {
        const header = headers[index] as HeaderField;
        const place = placeOfName(header[0]);
        if (place < 0) continue;
        const { read, shown } = fields[place] as ProfileField;
        if ((seen & (1 << place)) !== 0) throw doubled(shown, 'is there twice');
        seen |= 1 << place;
        values[place] = read(header[1], shown);
      }
      return {
        access: accessOf(values),
        id: id < 0 ? undefined : values[id],
        idClaims: idClaims < 0 ? undefined : values[idClaims],
        userinfo: userinfo < 0 ? undefined : values[userinfo],
        refresh: refresh < 0 ? undefined : values[refresh],
      };
    },
  };
}
