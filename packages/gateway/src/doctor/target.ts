import { parseUrl } from '@drawbridge/core';

/** The page that is asked for, in the parts that a proxy tells the gateway. */
export interface Target {
  readonly scheme: 'http' | 'https';
  readonly origin: string;
  /** With its port, unless that is the scheme's own. */
  readonly host: string;
  /** In origin-form. */
  readonly target: string;
}

/** @returns `undefined` for what is no address of a page */
export function parseTarget(text: string): Target | undefined {
  const url = parseUrl(text);
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  return { scheme, origin: url.origin, host: url.host, target: `${url.pathname}${url.search}` };
}
