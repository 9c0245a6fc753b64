import type { HeaderSource } from '../headers/header-profile.ts';
import type { CookieScheme } from '../openapi/scheme.ts';

/** What OpenAPI has for a cookie, and for the fields that may hold its value. */
export function cookieSchemes(
  cookieName: string,
  sources: readonly HeaderSource[],
): readonly CookieScheme[] {
  return [
    { type: 'apiKey', in: 'cookie', name: cookieName },
    ...sources.map(
      ({ name, scheme }): CookieScheme =>
        scheme === undefined
          ? { type: 'apiKey', in: 'header', name }
          : { type: 'http', scheme: 'bearer' },
    ),
  ];
}
