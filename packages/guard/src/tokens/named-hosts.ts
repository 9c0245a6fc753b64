import { isForbiddenHost, isSafeScheme, parseUrl } from '@drawbridge/core';

/** Whether a URL is one that a token may be sent to. */
export interface NamedHosts {
  /** @returns why not, as the rest of a sentence about the address; `undefined` where it is one */
  faultOf(url: URL): string | undefined;
}

const HOST = /^(\[[0-9A-Fa-f:.]+\]|[^\s:/?#@*[\]\\%]+)(?::(\d{1,5}))?$/;

const RULE =
  "each a name without wildcards, with a port where it is not the usual one: 'api.example.com', 'localhost:8080'";

/**
 * Reads names of hosts: `api.example.com`, or with a port. They are compared whole, as a URL has them; a host without
 * a port stands for the usual one of https, and on this machine of http.
 *
 * @throws {TypeError} for anything else, also for a link-local or cloud metadata address
 */
export function readHosts(hosts: unknown): NamedHosts {
  if (!Array.isArray(hosts) || hosts.length === 0) {
    throw new TypeError(`hosts must be a list of the hosts that get the token, ${RULE}`);
  }
  const named = new Set(hosts.map(spellingOf));

  return {
    faultOf(url) {
      if (url.username !== '' || url.password !== '') return 'has user information';
      if (!isSafeScheme(url)) return 'is not https, nor http on this machine';
      const { hostname, port } = url;
      const usual = url.protocol === 'https:' ? '443' : '80';
      const isNamed =
        named.has(`${hostname}:${port || usual}`) || (port === '' && named.has(hostname));
      return isNamed ? undefined : 'is of no host that gets the token';
    },
  };
}

function spellingOf(host: unknown): string {
  const [, name, port] = (typeof host === 'string' && HOST.exec(host)) || [];
  const url = parseUrl(`https://${name ?? ''}/`);
  if (name === undefined || url === undefined || Number(port ?? 1) > 65_535) {
    throw new TypeError(`hosts has an entry that names no host: ${RULE}`);
  }
  if (isForbiddenHost(url)) {
    throw new TypeError(`hosts has ${url.hostname}, a link-local or cloud metadata address`);
  }
  return url.hostname + (port === undefined ? '' : `:${Number(port)}`);
}
