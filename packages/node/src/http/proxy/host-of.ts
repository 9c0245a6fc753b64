import { isIP } from 'node:net';
import { isLoopbackAddress } from '@drawbridge/core';

/** Where a URL leads, as lists of hosts are held against it. */
export interface Host {
  /** In lower case, without the dot at the end of a full name; an IPv6 address without brackets. */
  readonly name: string;
  /** 4 or 6 when it is an address, and 0 when it is a name. */
  readonly family: 0 | 4 | 6;
  readonly port: number;
}

/** Says where a URL of http or https leads. */
export function hostOf({ hostname, port, protocol }: URL): Host {
  const name = hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  const standard = protocol === 'https:' ? 443 : 80;
  return {
    name,
    family: isIP(name) as Host['family'],
    port: port === '' ? standard : Number(port),
  };
}

/** A host and its port, in the way that `CONNECT` has them (RFC 9110 section 9.3.6). */
export function authorityOf(url: URL): string {
  const { name, family, port } = hostOf(url);
  return `${family === 6 ? `[${name}]` : name}:${port}`;
}

/** The type that `node:net` calls an address. */
export function familyName(family: 4 | 6): 'ipv4' | 'ipv6' {
  return family === 4 ? 'ipv4' : 'ipv6';
}

/**
 * Whether a host is this machine itself, so that no proxy is asked for it. Names below `localhost` are among them (RFC
 * 6761 section 6.3); plain http is taken for none of those, since a resolver may say otherwise.
 */
export function isThisMachine({ name, family }: Host): boolean {
  if (family === 0) return name === 'localhost' || name.endsWith('.localhost');
  return isLoopbackAddress(name);
}
