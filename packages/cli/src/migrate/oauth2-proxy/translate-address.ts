import { resolve } from 'node:path';
import { parseUrl, quote, trustedProxyFault } from '@drawbridge/core';
import { listenFault } from '@drawbridge/node';
import type { Settings } from './settings.ts';

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

/** Translates addresses. @param folder - that relative files are looked for in */
export function translateAddress(
  settings: Settings,
  options: AddressOptions,
  folder: string,
): MigratedAddress {
  const redirect = parseUrl(settings.text('redirect_url') ?? '');
  const named = options.host ?? hostsOf(settings);
  const hosts = named.length === 0 && redirect !== undefined ? [redirect.host] : [...named];
  if (hosts.length === 0) {
    settings.fault('--host', 'is missing: the file does not say which hosts the apps have');
  }
  const url = urlOf(settings, options, redirect, hosts);
  const own = parseUrl(url)?.host;
  const { listen, tls } = listenOf(settings, folder);
  const trustedProxies = proxiesOf(settings, options, listen);
  return {
    url,
    hosts: hosts.filter((host) => host !== own),
    listen,
    ...(tls !== undefined && { tls }),
    ...(trustedProxies.length > 0 && { trustedProxies }),
  };
}

/** The hosts that oauth2-proxy went back to, or that its cookie was for. */
function hostsOf(settings: Settings): readonly string[] {
  const listed = settings.list('whitelist_domains').map((domain) => {
    if (domain.endsWith(':*')) {
      settings.note(
        'whitelist_domains',
        `${quote(domain)} is every port; each port that is not that of the scheme needs a place in hosts.`,
      );
    }
    return domain.replace(/:\*$/, '').replace(/^\./, '*.');
  });
  const cookies = settings.list('cookie_domains').flatMap((domain) => {
    const bare = domain.replace(/^\./, '');
    return [bare, `*.${bare}`];
  });
  return [...new Set([...listed, ...cookies].map((host) => host.toLowerCase()))];
}

/** Where people sign in is a host without an app: what one app sets there no other is to see. */
function urlOf(
  settings: Settings,
  { url, host }: AddressOptions,
  redirect: URL | undefined,
  hosts: readonly string[],
): string {
  const origin = url ?? redirect?.origin;
  const isApp = redirect !== undefined && hosts.length === 1 && hosts[0] === redirect.host;
  if (origin === undefined || (url === undefined && isApp)) {
    settings.fault(
      '--url',
      'is missing: give the gateway a host of its own beside the apps, such as https://auth.example.com',
    );
    return '';
  }
  const callback = `${origin}/oauth2/callback`;
  settings.note(
    'redirect_url',
    settings.text('redirect_url') === callback
      ? `${callback} stays; register ${origin}/signed-out with the provider for the logout.`
      : `register ${callback} with the provider, and ${origin}/signed-out for the logout.`,
  );
  if (url === undefined && host === undefined) {
    settings.note(
      'redirect_url',
      `its host, ${redirect?.host ?? ''}, is that of the sign-in from now on, and no app may be there; else give --url.`,
    );
  }
  return origin;
}

function listenOf(settings: Settings, folder: string): Pick<MigratedAddress, 'listen' | 'tls'> {
  const cert = settings.text('tls_cert_file');
  const key = settings.text('tls_key_file');
  const isTls = cert !== undefined && key !== undefined;
  if ((cert === undefined) !== (key === undefined)) {
    settings.fault(
      cert === undefined ? 'tls_cert_file' : 'tls_key_file',
      'is missing beside the other',
    );
  }
  const name = isTls ? 'https_address' : 'http_address';
  const given = settings.text(name) ?? (isTls ? ':443' : '127.0.0.1:4180');
  const address = given.replace(/^https?:\/\//i, '').replace(/^:/, '0.0.0.0:');
  const fault = /^(?:unix:|fd:)/i.test(given)
    ? 'is a socket, and the gateway listens on an address with a port'
    : listenFault(address);
  if (fault !== undefined) settings.fault(name, `(${given}) ${fault}`);
  if (isTls && settings.given.has('http_address')) {
    settings.note(
      'http_address',
      'not carried over; the gateway listens on one address, that with TLS.',
    );
  }
  return {
    listen: address,
    ...(isTls && {
      tls: { certificateFile: resolve(folder, cert), keyFile: resolve(folder, key) },
    }),
  };
}

const LOOPBACK = /^(?:127\.|localhost:|\[::1\])/;

function proxiesOf(
  settings: Settings,
  { trustedProxy }: AddressOptions,
  listen: string,
): readonly string[] {
  const given = trustedProxy ?? settings.list('trusted_proxy_ips');
  for (const proxy of given) {
    const fault = trustedProxyFault(proxy);
    const name = trustedProxy === undefined ? 'trusted_proxy_ips' : '--trusted-proxy';
    if (fault !== undefined) settings.fault(name, `has ${quote(proxy)}, which ${fault}`);
  }
  if (given.length > 0) return given;
  if (LOOPBACK.test(listen)) {
    settings.note(
      'trusted_proxy_ips',
      'proxies of this machine are trusted, since the gateway listens there alone.',
    );
    return ['127.0.0.1', '::1'];
  }
  settings.note(
    'trusted_proxy_ips',
    'oauth2-proxy trusted everybody, and the gateway trusts nobody: give --trusted-proxy ADDRESS, or every question is refused.',
  );
  return [];
}
