import type { HeaderField } from '@drawbridge/core';

/** The cookies of one host in a browser. */
export interface CookieJar {
  take(fields: readonly HeaderField[]): void;
  /** The Cookie fields of the next request. */
  send(): readonly string[];
  names(): readonly string[];
}

/** A browser that takes what RFC 6265bis has it take from a host on https, and refuses the rest. */
export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>();
  return {
    take(fields) {
      for (const [name, text] of fields) {
        if (name !== 'set-cookie') throw new Error(`${name} sets no cookie`);
        const [pair = '', ...attributes] = text.split('; ');
        const at = pair.indexOf('=');
        if (at < 1 || pair.length > 4096) throw new Error('no browser takes this cookie');
        const [cookie, value] = [pair.slice(0, at), pair.slice(at + 1)];
        const isHost = attributes.includes('Secure') && attributes.includes('Path=/');
        if (cookie.startsWith('__Host-') && (!isHost || text.includes('Domain='))) {
          throw new Error('no browser takes this name with these attributes');
        }
        if (attributes.includes('Max-Age=0')) cookies.delete(cookie);
        else cookies.set(cookie, value);
      }
    },
    send: () => (cookies.size === 0 ? [] : [[...cookies].map((pair) => pair.join('=')).join('; ')]),
    names: () => [...cookies.keys()],
  };
}
