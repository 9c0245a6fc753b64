import { quote, trustedProxyFault } from '@drawbridge/core';
import type { Teller } from '../findings.ts';

/** What the operator decides anew. */
export interface AddressOptions {
  readonly url?: string | undefined;
  readonly host?: readonly string[] | undefined;
  readonly trustedProxy?: readonly string[] | undefined;
}

/** Where the gateway is, for whom, and who may ask it. */
export interface MigratedAddress {
  readonly url: string;
  readonly hosts: readonly string[];
  readonly listen: string;
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string };
  readonly trustedProxies?: readonly string[];
}

/** The proxies that somebody named, and by which option or flag. */
export interface NamedProxies {
  readonly by: string;
  readonly proxies: readonly string[];
}

const LOOPBACK = /^(?:127\.|localhost:|\[::1\])/;

/**
 * Who may ask the gateway: whom somebody named, else this machine, where nobody else can.
 *
 * @param before - how it was, as the beginning of a sentence
 */
export function trustedProxiesOf(
  { by, proxies }: NamedProxies,
  listen: string,
  before: string,
  { note, fault }: Teller,
): readonly string[] {
  for (const proxy of proxies) {
    const wrong = trustedProxyFault(proxy);
    if (wrong !== undefined) fault(by, `has ${quote(proxy)}, which ${wrong}`);
  }
  if (proxies.length > 0) return proxies;
  if (LOOPBACK.test(listen)) {
    note(by, 'proxies of this machine are trusted, since the gateway listens there alone.');
    return ['127.0.0.1', '::1'];
  }
  note(
    by,
    `${before}, and the gateway trusts nobody: give --trusted-proxy ADDRESS, or every question is refused.`,
  );
  return [];
}
