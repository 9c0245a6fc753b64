import type { HeaderField } from '@drawbridge/core';
import type { VouchSettings } from '../vouch-settings.ts';

/**
 * A field for a cookie of the sign-in itself, for one path of this very host and out of reach of scripts. It comes back when
 * another site leads a browser here, which a provider does; from within a frame of another site only where the cookie of the
 * settings does so too.
 */
export function browserCookie(
  { cookie }: Pick<VouchSettings, 'cookie'>,
  { name, value, path, maxAge }: { name: string; value: string; path: string; maxAge: number },
): HeaderField {
  const secure = cookie.secure ? '; Secure' : '';
  const sameSite = cookie.sameSite === 'None' ? 'None' : 'Lax';
  return [
    'set-cookie',
    `${name}=${value}; Path=${path}; Max-Age=${maxAge}; HttpOnly${secure}; SameSite=${sameSite}`,
  ];
}
