import { addressUrl } from '@drawbridge/node';
import type { ResolvedLogin } from '../settings/resolve-login.ts';

/**
 * All redirect URIs of a login, for one registration: one for each port that may be taken. One for any port has none: a
 * provider lets a native client add it (RFC 8252 section 7.3).
 *
 * @returns each once, in an order of their own
 */
export function redirectSet({
  redirectUri,
  host,
  ports,
  path,
}: ResolvedLogin['redirect']): readonly string[] {
  if (redirectUri !== undefined) return [redirectUri];
  const uris = ports.map((port) => {
    const url = addressUrl({ host, port });
    return `${port === 0 ? url.replace(/:0$/, '') : url}${path}`;
  });
  return [...new Set(uris)].toSorted();
}
