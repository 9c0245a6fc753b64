import { resolve } from 'node:path';
import { parseUrl } from '@drawbridge/core';
import type { VouchKeyName } from '@drawbridge/gateway/node';
import { type AddressOptions, type MigratedAddress, trustedProxiesOf } from '../gateway/address.ts';
import type { Migration } from './migration.ts';

/** Translates addresses. @param root - the folder that files are looked for in */
export function translateAddress(
  migration: Migration,
  options: AddressOptions,
  root: string,
): MigratedAddress {
  const { given } = migration;
  const domains = domainsOf(migration);
  const hosts = options.host ?? domains.flatMap((domain) => [domain, `*.${domain}`]);
  const url = urlOf(migration, options, domains);
  const own = parseUrl(url)?.host;
  const listen = listenOf(migration);
  const named = { by: '--trusted-proxy', proxies: options.trustedProxy ?? [] };
  const trustedProxies = trustedProxiesOf(
    named,
    listen,
    'Vouch Proxy answered everybody',
    migration,
  );
  const file = (key: VouchKeyName) => resolve(root, String(given.get(key)?.value));
  return {
    url,
    hosts: hosts.filter((host) => host !== own),
    listen,
    ...(given.has('vouch.tls.cert') && {
      tls: { certificateFile: file('vouch.tls.cert'), keyFile: file('vouch.tls.key') },
    }),
    ...(trustedProxies.length > 0 && { trustedProxies }),
  };
}

/** Those that the cookie is for. */
function domainsOf({ settings: { domains, cookie } }: Migration): readonly string[] {
  return [...new Set([...domains, ...(cookie.domain === undefined ? [] : [cookie.domain])])];
}

/** People sign in on a host that neither an app nor Vouch Proxy has, and to which browsers send its cookie. */
function urlOf(migration: Migration, { url }: AddressOptions, domains: readonly string[]): string {
  const { settings, note, fault } = migration;
  const callbacks = settings.oauth?.callbackUrls ?? [];
  if (url === undefined) {
    const domain = domains.find((name) => /[a-z]/i.test(name)) ?? 'example.com';
    const example = `https://auth.${domain}`;
    fault(
      '--url',
      `is missing: give the gateway a host that neither an app nor Vouch Proxy has, below the domain of the cookie, such as ${example}`,
    );
    return '';
  }
  const { host, hostname, origin } = parseUrl(url) ?? {};
  if (host === undefined || hostname === undefined || origin === undefined) return url;
  if (
    callbacks.some((callback) => parseUrl(callback)?.host === host) &&
    settings.documentRoot === ''
  ) {
    fault(
      '--url',
      `is ${url}, where Vouch Proxy has its callback: give another name below the same domain, so that both answer while apps move`,
    );
  }
  if (!domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`))) {
    note(
      '--url',
      `${hostname} is in none of the domains that the cookie is for (${domains.join(', ')}), so that browsers do not send it there, and everybody signs in once.`,
    );
  }
  note(
    'oauth.callback_url',
    `register ${origin}/callback with the provider, and ${origin}/signed-out for the logout; what is registered stays while an app is in Vouch mode.`,
  );
  return url;
}

function listenOf({ place, given, note, fault }: Migration): string {
  if ('path' in place) {
    fault(
      'vouch.listen',
      'is a socket file, and the gateway listens on an address: write an address there, such as 127.0.0.1',
    );
    return '';
  }
  if (!given.has('vouch.listen')) {
    note(
      'vouch.listen',
      'it is not given: the gateway listens on this machine alone, where Vouch Proxy listened for everybody.',
    );
  }
  const host = place.host.includes(':') ? `[${place.host}]` : place.host;
  return `${host}:${place.port}`;
}
