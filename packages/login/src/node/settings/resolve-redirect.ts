import { isSafeScheme, parseUrl, quote } from '@drawbridge/core';
import { DEFAULT_REDIRECT, type LoginSection } from '../section/login-section.ts';
import { listOf } from './given.ts';
import type { LoginInputs } from './name-login.ts';

/** Where the browser comes back to. */
export interface Redirect {
  readonly host: '127.0.0.1' | '::1' | 'localhost';
  readonly ports: readonly number[];
  readonly path: string;
  /** Given where the browser is sent elsewhere than to where it is listened, or to be exactly this. */
  readonly redirectUri?: string;
}

/** The flags of the redirect. */
const REDIRECT_FLAGS = {
  port: '--port',
  uri: '--redirect-uri',
  listen: '--listen',
} as const;

/**
 * Where the browser comes back to, and where it is listened for it: by a redirect URI, which is taken letter by letter,
 * or by ports, else as the configuration has it.
 *
 * @param faults - is told what is wrong
 */
export function resolveRedirect({ flags, section }: LoginInputs, faults: string[]): Redirect {
  const { port, uri, listen } = REDIRECT_FLAGS;
  const words = listOf(flags[port]).flatMap((list) => list.split(','));
  const ports = words.map((word) => portOf(word) ?? Number.NaN);
  if (ports.some(Number.isNaN)) {
    faults.push(`${port} is not a port, or several with commas between them`);
  }
  const [redirectUri, address] = [flags[uri], flags[listen]];
  const { redirect = {} }: LoginSection = section ?? {};
  const usual = {
    ...DEFAULT_REDIRECT,
    ...Object.fromEntries(Object.entries(redirect).filter(([, value]) => value !== undefined)),
    ...(ports.length > 0 && { ports }),
  };
  if (typeof redirectUri !== 'string') {
    if (address !== undefined)
      faults.push(`${listen} goes with ${uri}, which is where it is known`);
    return usual;
  }
  if (ports.length > 0) faults.push(`${port} and ${uri} do not go together: the URI has the port`);
  return given(redirectUri, typeof address === 'string' ? address : undefined, faults) ?? usual;
}

function given(
  redirectUri: string,
  address: string | undefined,
  faults: string[],
): Redirect | undefined {
  const { uri, listen } = REDIRECT_FLAGS;
  const url = parseUrl(redirectUri);
  if (url === undefined || !isSafeScheme(url) || /[?#]|\/\/[^/]*@/.test(redirectUri)) {
    faults.push(
      `${uri} ${quote(redirectUri)} is no https URL, nor http of this machine, without a query and a fragment`,
    );
    return undefined;
  }
  const path = url.pathname;
  const place = address === undefined ? ownPlace(url) : placeOf(address);
  if (place !== undefined) return { ...place, path, redirectUri };
  faults.push(
    address === undefined
      ? `${uri} ${quote(redirectUri)} is no address to listen at, such as http://127.0.0.1:6432/callback: say by ${listen} HOST:PORT where what it leads to is handed on to`
      : `${listen} ${quote(address)} is not HOST:PORT of this machine, such as 127.0.0.1:6432`,
  );
  return undefined;
}

/** Where a URI leads, if that is this machine, at a port that it names. */
function ownPlace({ protocol, host }: URL): Pick<Redirect, 'host' | 'ports'> | undefined {
  return protocol === 'http:' ? placeOf(host) : undefined;
}

const PLACE = /^(?:(127\.0\.0\.1|localhost)|\[(::1)\]):(\d+)$/;

function placeOf(text: string): Pick<Redirect, 'host' | 'ports'> | undefined {
  const [, name, six, digits = ''] = PLACE.exec(text) ?? [];
  const host = (name ?? six) as Redirect['host'] | undefined;
  const port = portOf(digits);
  return host === undefined || !port ? undefined : { host, ports: [port] };
}

function portOf(word: string): number | undefined {
  if (!/^\d{1,5}$/.test(word)) return undefined;
  const port = Number(word);
  return port <= 65_535 ? port : undefined;
}
