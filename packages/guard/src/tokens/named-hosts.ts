import { isForbiddenHost, isSafeScheme, parseUrl } from '@drawbridge/core';

/** Why no token goes to an address. */
export interface HostFault {
  /** The rest of a sentence about the address. */
  readonly what: string;
  readonly hint: string;
}

/** Whether a URL is one that a token may be sent to. */
export interface NamedHosts {
  /** @returns `undefined` where it is one */
  faultOf(url: URL): HostFault | undefined;
}

const WITH_USER: HostFault = {
  what: 'has user information',
  hint: 'Take it out of the address.',
};
const UNSAFE: HostFault = {
  what: 'is not https, nor http on this machine',
  hint: 'Ask over https.',
};
const UNNAMED: HostFault = {
  what: 'is of no host that gets the token',
  hint: 'Name the host, without a path, in the hosts of fetchWithToken, if it is to get the token.',
};

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
      if (url.username !== '' || url.password !== '') return WITH_USER;
      if (!isSafeScheme(url)) return UNSAFE;
      const { hostname, port } = url;
      const usual = url.protocol === 'https:' ? '443' : '80';
      const isNamed =
        named.has(`${hostname}:${port || usual}`) || (port === '' && named.has(hostname));
      return isNamed ? undefined : UNNAMED;
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
