import type { AskedBy } from '@drawbridge/gateway/node';
import type { Settings } from './settings.ts';
import type { MigratedRule } from './translate-people.ts';

/** `gateway.compatibility`: the proxy goes on as it asked oauth2-proxy. */
export interface MigratedCompatibility {
  readonly oauth2Proxy: { readonly askedBy: AskedBy; readonly signInPage?: false };
}

/**
 * Translates how oauth2-proxy was asked, which its options do not say.
 *
 * @param askedBy - the proxy, where the operator names it
 */
export function translateCompatibility(
  settings: Settings,
  askedBy: AskedBy | undefined,
  rules: readonly MigratedRule[],
): MigratedCompatibility {
  if (askedBy === undefined) {
    settings.note(
      'reverse_proxy',
      'nginx is taken to ask, by the lines that the documentation of oauth2-proxy has for it; give --asked-by for another.',
    );
  }
  const proxy = askedBy ?? 'nginx';
  if (proxy === 'nginx' && rules.some(({ match }) => match.methods !== undefined)) {
    settings.note(
      'skip_auth_routes',
      'nginx does not tell the method of a request by those lines, so that a rule for a method lets nobody in; have it ask at /authz/nginx.',
    );
  }
  const isSkipped = settings.flag('skip_provider_button', false);
  return { oauth2Proxy: { askedBy: proxy, ...(isSkipped && { signInPage: false }) } };
}
