/** Below which path the proxy of an app hands what browsers ask for to the gateway. */
export const APP_BASE = '/.drawbridge';

/** The same within `/oauth2/`, which a proxy hands on that was set up for oauth2-proxy. */
export const OAUTH2_PROXY_BASE = '/oauth2/drawbridge';

/** One of them: a sign-in goes back by the one that it began at. */
export type AppBase = typeof APP_BASE | typeof OAUTH2_PROXY_BASE;

/** By which of them a browser came. */
export function appBaseOf({ target }: { readonly target: string }): AppBase {
  return target.startsWith(`${OAUTH2_PROXY_BASE}/`) ? OAUTH2_PROXY_BASE : APP_BASE;
}
