import { isHopByHop } from '@drawbridge/core';

/** What of a person a field has. */
export type IdentityValue =
  /** The email if it was verified, else the subject, unless that has an `@` and could be taken for an email. */
  | 'user'
  /** Only one that was verified. */
  | 'email'
  | 'name'
  /** What a person may have chosen freely: no app may know anybody by it. */
  | 'preferredUsername'
  /** `sub`, which somebody else may have at another provider. */
  | 'subject'
  | 'provider'
  /** All of them, or nothing. */
  | 'groups'
  /** `true`, or nothing. */
  | 'isSignedIn'
  /** A claim that is kept. A list is written as groups are, or as Vouch Proxy does. */
  | { readonly claim: string; readonly lists?: 'quoted' };

/** A header field that an app behind is told of a person by. */
export interface IdentityField {
  /** Of letters, digits and hyphens. */
  readonly name: string;
  readonly value: IdentityValue;
}

/** A fault of a list of fields. */
export interface IdentityFieldFault {
  /** Its place in the list. */
  readonly index: number;
  /** The rest of a sentence that begins with its name. */
  readonly fault: string;
}

/** The field with the signed token. It is not for the configuration to fill. */
export const IDENTITY_TOKEN_FIELD = 'X-Drawbridge-Identity';

/** Of what a proxy could be told something else by. */
const TAKEN: ReadonlySet<string> = new Set([
  'authorization',
  'cache-control',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'date',
  'host',
  'location',
  'server',
  'set-cookie',
  'vary',
  'www-authenticate',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-method',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-forwarded-proto',
  'x-forwarded-uri',
  IDENTITY_TOKEN_FIELD.toLowerCase(),
]);

/**
 * Finds what is wrong with a list of fields.
 *
 * An app behind CGI, or what does as that does (RFC 3875 section 4.1.18), cannot tell `X_User` and `X.User` from `X-User`. A
 * proxy replaces the very name that it knows; so names have letters, digits and hyphens alone, and each is there once.
 */
export function identityFieldFaults(
  fields: readonly IdentityField[],
): readonly IdentityFieldFault[] {
  const names = new Set<string>();
  return fields.flatMap(({ name }, index) => {
    const lower = name.toLowerCase();
    const fault = nameFault(lower) ?? (names.has(lower) ? 'is there twice' : undefined);
    names.add(lower);
    return fault === undefined ? [] : [{ index, fault }];
  });
}

function nameFault(lower: string): string | undefined {
  if (!/^[a-z\d]+(?:-[a-z\d]+)*$/.test(lower) || lower.length > 100) {
    return 'is no name of letters and digits with single hyphens between: apps cannot tell others apart, and a client could send a second one';
  }
  if (TAKEN.has(lower) || isHopByHop(lower)) return 'has a meaning of its own in HTTP or here';
  return undefined;
}
