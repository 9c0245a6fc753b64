/** The cookies of a browser, each with where it belongs (RFC 6265 section 5.3). */
export interface CookieJar {
  /** What is sent to an address, as the field has it; empty where there is nothing. */
  sentTo(url: string): string;
  /** Takes a `Set-Cookie` that came from an address. @throws {Error} of one that no browser takes */
  take(url: string, line: string): void;
}

interface Kept {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly domain: string;
  readonly isHostOnly: boolean;
}

/** Makes an empty one. Browsers do not tell ports apart. */
export function createCookieJar(): CookieJar {
  let jar: readonly Kept[] = [];

  return {
    sentTo(url) {
      const { hostname, pathname } = new URL(url);
      return jar
        .filter(({ domain, isHostOnly }) =>
          isHostOnly ? hostname === domain : isWithin(hostname, domain),
        )
        .filter(({ path }) => pathname === path || pathname.startsWith(path.replace(/\/?$/, '/')))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; ');
    },

    take(url, line) {
      const { hostname } = new URL(url);
      const [pair = '', ...attributes] = line.split(/; */);
      const at = pair.indexOf('=');
      const valueOf = (wanted: RegExp) =>
        attributes.find((attribute) => wanted.test(attribute))?.replace(/^[^=]*=?/, '');
      const domain = valueOf(/^domain=/i);
      const kept: Kept = {
        name: pair.slice(0, at),
        value: pair.slice(at + 1),
        path: valueOf(/^path=/i) ?? '/',
        domain: domain ?? hostname,
        isHostOnly: domain === undefined,
      };
      const { name, path, isHostOnly } = kept;
      const isOwn = valueOf(/^secure$/i) !== undefined && path === '/' && isHostOnly;
      if (pair.length > 4096 || !isWithin(hostname, kept.domain)) {
        throw new Error(`a browser does not take the cookie ${name} with ${attributes.join('; ')}`);
      }
      if (name.startsWith('__Host-') && !isOwn) {
        throw new Error(`a browser does not take the cookie ${name} with ${attributes.join('; ')}`);
      }
      jar = jar.filter(
        (one) => one.name !== name || one.path !== path || one.domain !== kept.domain,
      );
      if (!/^(?:0|-\d+)$/.test(valueOf(/^max-age=/i) ?? '')) jar = [...jar, kept];
    },
  };
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
