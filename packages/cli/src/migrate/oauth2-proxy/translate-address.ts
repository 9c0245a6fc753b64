import { resolve } from 'node:path';
import { parseUrl, quote } from '@drawbridge/core';
import { listenFault } from '@drawbridge/node';
import {
  type AddressOptions,
  type MigratedAddress,
  type NamedProxies,
  trustedProxiesOf,
} from '../gateway/address.ts';
import type { Settings } from './settings.ts';

/** Translates addresses. @param folder - that relative files are looked for in */
export function translateAddress(
  settings: Settings,
  options: AddressOptions,
  folder: string,
): MigratedAddress {
  const redirect = parseUrl(settings.text('redirect_url') ?? '');
  const given = options.host ?? hostsOf(settings);
  const hosts = given.length === 0 && redirect !== undefined ? [redirect.host] : [...given];
  if (hosts.length === 0) {
    settings.fault('--host', 'is missing: the file does not say which hosts the apps have');
  }
  const url = urlOf(settings, options, redirect, hosts);
  const own = parseUrl(url)?.host;
  const { listen, tls } = listenOf(settings, folder);
  const named = proxiesOf(settings, options);
  const trustedProxies = trustedProxiesOf(
    named,
    listen,
    'oauth2-proxy trusted everybody',
    settings,
  );
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

function proxiesOf(settings: Settings, { trustedProxy }: AddressOptions): NamedProxies {
  return trustedProxy === undefined
    ? { by: 'trusted_proxy_ips', proxies: settings.list('trusted_proxy_ips') }
    : { by: '--trusted-proxy', proxies: trustedProxy };
}
