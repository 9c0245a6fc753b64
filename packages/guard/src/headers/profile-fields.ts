import { requireObject } from '@drawbridge/core';
import { refuseUnknown, requireArray } from '../options/require-options.ts';
import { isFieldName } from './field-name.ts';
import type { HeaderProfile, HeaderSource } from './header-profile.ts';
import { matchName, OTHER } from './match-name.ts';
import { type ReadValue, readBearer, readEncodedClaims, readToken } from './read-value.ts';

/** A field of a profile, and how it is read. */
export interface ProfileField {
  /** In lower case. */
  readonly name: string;
  /** As the profile writes it, for messages. */
  readonly shown: string;
  readonly part: 'access' | 'id' | 'idClaims' | 'userinfo' | 'refresh';
  readonly read: ReadValue;
}

/** Those that are seen are remembered as the bits of a number. */
const MAX_FIELDS = 16;

const PARTS = ['id', 'idClaims', 'userinfo', 'refresh'] as const;

/** How what has no scheme is read. */
const READERS: Readonly<Record<ProfileField['part'], ReadValue>> = {
  access: readToken,
  id: readToken,
  idClaims: readEncodedClaims,
  userinfo: readEncodedClaims,
  refresh: readToken,
};

/**
 * The fields of a profile: those with the access token first, in their order.
 *
 * @throws {TypeError} for a profile whose names are no names of fields, or not all different
 */
export function profileFields(profile: HeaderProfile): readonly ProfileField[] {
  requireProfile(profile);
  if (profile.access.length === 0) {
    throw new TypeError(`the header profile ${profile.name} must say where the access token is`);
  }
  const fields = profile.access.map((source) => toField('access', source, profile));
  for (const part of PARTS) {
    const source = profile[part];
    if (source !== undefined) fields.push(toField(part, source, profile));
  }
  if (fields.length > MAX_FIELDS) {
    throw new TypeError(`the header profile ${profile.name} has more than ${MAX_FIELDS} fields`);
  }
  requireDifferent(fields, profile);
  return fields;
}

const NAMES = {
  name: true,
  access: true,
  id: true,
  idClaims: true,
  userinfo: true,
  refresh: true,
  source: true,
} as const satisfies Readonly<Record<keyof HeaderProfile, true>>;

/** A profile of a caller in JavaScript: its name alone, or fields that are named otherwise, would be read as nothing. */
function requireProfile(profile: HeaderProfile): void {
  requireObject(profile, 'headers', 'APISIX of @drawbridge/guard, not in quotes');
  refuseUnknown(profile, NAMES, 'headers.');
  requireArray(profile.access ?? null, 'headers.access', "[{ name: 'x-access-token' }]");
  const sources = [...profile.access, ...PARTS.map((part) => profile[part])];
  for (const source of sources) {
    if (source === undefined) continue;
    requireObject(source, 'each field of headers', "{ name: 'x-access-token' }");
    refuseUnknown(source, { name: true, scheme: true }, 'headers.….');
  }
}

function toField(
  part: ProfileField['part'],
  { name, scheme }: HeaderSource,
  profile: HeaderProfile,
): ProfileField {
  if (!isFieldName(name)) {
    throw new TypeError(
      `the header profile ${profile.name} names ${JSON.stringify(name)}, which is no name of a header field`,
    );
  }
  if (scheme === undefined)
    return { name: name.toLowerCase(), shown: name, part, read: READERS[part] };
  // A caller in JavaScript may write another.
  if (scheme !== 'Bearer') {
    throw new TypeError(
      `the header profile ${profile.name} gives ${name} a scheme that is not 'Bearer'; leave it out where the value is the token alone`,
    );
  }
  if (part !== 'access' && part !== 'id') {
    throw new TypeError(
      `the header profile ${profile.name} gives ${name} a scheme, and only access and ID tokens have one`,
    );
  }
  return { name: name.toLowerCase(), shown: name, part, read: readBearer };
}

function requireDifferent(fields: readonly ProfileField[], profile: HeaderProfile): void {
  for (const [index, { name, shown }] of fields.entries()) {
    const other = fields.slice(0, index).find((before) => matchName(name, before.name) !== OTHER);
    if (other === undefined) continue;
    throw new TypeError(
      `the header profile ${profile.name} names ${other.shown} and ${shown}, which cannot be told apart`,
    );
  }
}
