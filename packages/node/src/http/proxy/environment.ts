/** What the environment says about proxies. */
export interface ProxyEnvironment {
  /** The URL of the proxy for https, and the variable that has it. */
  readonly proxy?: { readonly url: string; readonly variable: string };
  /** The entries of `NO_PROXY`, in lower case. */
  readonly noProxy: readonly string[];
}

/**
 * Reads `https_proxy` or `HTTPS_PROXY`, and `no_proxy` or `NO_PROXY`. As in curl the name in lower
 * case wins, a variable that is empty is not set, and a proxy without a scheme speaks http.
 *
 * `HTTP_PROXY` is for plain http, which is spoken with this machine alone and never through a
 * proxy; it and `ALL_PROXY` are not read.
 */
export function readProxyEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): ProxyEnvironment {
  const find = (...names: readonly string[]) =>
    names.find((name) => (env[name] ?? '').trim() !== '');
  const variable = find('https_proxy', 'HTTPS_PROXY');
  const list = find('no_proxy', 'NO_PROXY');
  return {
    ...(variable !== undefined && { proxy: { url: withScheme(env[variable] ?? ''), variable } }),
    noProxy: list === undefined ? [] : splitNoProxy(env[list] ?? ''),
  };
}

/** Commas and white space part the entries. */
function splitNoProxy(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '');
}

function withScheme(text: string): string {
  const url = text.trim();
  return url.includes('://') ? url : `http://${url}`;
}
