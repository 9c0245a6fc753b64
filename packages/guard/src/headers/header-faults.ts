import { DrawbridgeError } from '@drawbridge/core';

// No value is in any of these sentences: what is in a wrong place may be a token all the same.

/** The fault of a field that cannot be read. */
export function malformed(field: string, why: string): DrawbridgeError {
  return new DrawbridgeError('credentials_malformed', { detail: `the field ${field} ${why}` });
}

/** The fault of a field that was sent more than once, or was and then joined by what received it. */
export function doubled(field: string, how: string): DrawbridgeError {
  return new DrawbridgeError('credentials_ambiguous', {
    detail: `the field ${field} ${how}`,
    hint: `Send ${field} once: a proxy that adds it must first remove what its caller sent.`,
  });
}

/** The fault of a field that should be a token alone, and is more. */
export function spaced(field: string): DrawbridgeError {
  return new DrawbridgeError('credentials_ambiguous', {
    detail: `the field ${field} holds a space, and a token has none`,
    hint: `Send ${field} once, as the value alone: a scheme such as Bearer is before a token in Authorization only.`,
  });
}

/** The fault of a field whose name may be taken for that of another. */
export function lookAlike(field: string): DrawbridgeError {
  return new DrawbridgeError('credentials_ambiguous', {
    detail: `there is a field named as ${field} is, but with other hyphens and underscores`,
    hint: `Have the proxy drop the field whose name differs from ${field} in hyphens and underscores alone: servers such as nginx and CGI may take it for that one.`,
  });
}

/** The fault of two fields that both carry an access token, and not the same one. */
export function twoTokens(first: string, second: string): DrawbridgeError {
  return new DrawbridgeError('credentials_ambiguous', {
    detail: `the fields ${first} and ${second} carry two different tokens`,
    hint: `The proxy may have left its caller's own ${second} in: have it remove or overwrite that field.`,
  });
}
