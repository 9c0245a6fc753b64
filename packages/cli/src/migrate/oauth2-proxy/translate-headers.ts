import type { Settings } from './settings.ts';

/** `gateway.headers`. */
export interface MigratedHeaders {
  readonly profiles: readonly string[];
  readonly fields?: Readonly<Record<string, string>>;
}

/**
 * Translates what apps are told. `X-Auth-Request-*` was told to the proxy that asked, and `X-Forwarded-*` to an app behind
 * oauth2-proxy itself.
 */
export function translateHeaders(settings: Settings): MigratedHeaders {
  const hasApp = settings.list('upstreams').some((upstream) => !upstream.startsWith('static:'));
  const fields = hasApp && settings.flag('pass_user_headers', true);
  return {
    profiles: settings.flag('set_xauthrequest', false) ? ['auth-request'] : [],
    ...(fields && {
      fields: {
        'X-Forwarded-User': settings.flag('prefer_email_to_user', false) ? 'user' : 'subject',
        'X-Forwarded-Email': 'email',
        'X-Forwarded-Preferred-Username': 'preferredUsername',
        'X-Forwarded-Groups': 'groups',
      },
    }),
  };
}
