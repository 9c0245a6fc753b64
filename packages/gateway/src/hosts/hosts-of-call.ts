import { type Call, DrawbridgeError, headerValues, quote } from '@drawbridge/core';
import { parseHost } from './parse-host.ts';

/** Finds the host that a call is for, which is not a question of a proxy but of a browser's. */
export interface HostsOfCall {
  /**
   * The first of the hosts that a call may be for which is wanted: that of `Host`, and that which a trusted proxy tells in
   * `X-Forwarded-Host`. Most proxies leave `Host` as it was, and the other field as the client sent it; those that write a
   * `Host` of their own write both.
   *
   * @throws {DrawbridgeError} `path_unknown` where none is wanted, `request_forbidden` where the browser used another scheme
   */
  find(call: Call, isWanted: (host: string) => boolean): string;
}

/** Is shown to who comes to a path of the gateway on a host that it does not have, and to nobody else. */
export const HOST_HINT =
  'The sign-in has its paths on the host of gateway.url, and those below /.drawbridge/ on each of gateway.hosts: see that the proxy sends Host on as it is.';

/** Is for whoever runs the proxy, where a browser used another scheme than that of the gateway. */
export const SCHEME_HINT =
  'Send http to https at the proxy. Where TLS ends before the proxy, have it tell the scheme of the browser.';

/** Makes {@link HostsOfCall}. @param scheme - of the gateway and all apps */
export function createHostsOfCall(
  scheme: 'http' | 'https',
  isProxy: (address: string | undefined) => boolean,
): HostsOfCall {
  return {
    find(call, isWanted) {
      const isTold = isProxy(call.peer.address);
      if (isTold) requireScheme(headerValues(call, 'x-forwarded-proto'), scheme);
      const names = isTold ? ['host', 'x-forwarded-host'] : ['host'];
      const hosts = names.map((name) => one(headerValues(call, name)));
      for (const text of hosts) {
        const host = text && parseHost(text, scheme);
        if (host !== undefined && host !== '' && isWanted(host)) return host;
      }
      throw new DrawbridgeError('path_unknown', {
        detail: `there is nothing at this path of ${hosts.map(quote).join(' or ')}`,
        hint: HOST_HINT,
      });
    },
  };
}

/** The value of a field that is there once. */
function one([value, ...more]: readonly string[]): string | undefined {
  return more.length === 0 ? value : undefined;
}

function requireScheme(values: readonly string[], scheme: string): void {
  if (values.every((value) => value === scheme)) return;
  throw new DrawbridgeError('request_forbidden', {
    detail: `the proxy says that the browser asked over ${quote(values.join(', '))}, and gateway.url is ${scheme}`,
    hint: SCHEME_HINT,
  });
}
