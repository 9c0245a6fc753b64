import { type RawAnswer, type RawRequest, rawRequest } from './raw-request.ts';
import type { SignInProvider } from './sign-in-provider.ts';

/** What stands in for a person's browser at sites with a proxy: cookies of each host, and redirects from one to the other. */
export interface SiteBrowser {
  /** Opens a page, and follows where it is sent; at the provider the person signs in. */
  open(url: string, person?: string): Promise<Rest>;
  /** Sends one request with the cookies of its host, and takes those that come. */
  ask(url: string, request?: RawRequest): Promise<RawAnswer>;
  /** The cookies of a host, as they are sent. */
  cookies(url: string): string;
}

/** Where a browser came to rest. */
interface Rest extends RawAnswer {
  readonly url: string;
  /** Each address that it was at, the provider's without what comes behind the path. */
  readonly way: readonly string[];
}

/** More than any sign-in takes: what goes on is a loop. */
const MOST_STEPS = 20;

/** What a browser says of a page that somebody asked for (Fetch Metadata). */
export const NAVIGATION = [
  ['Accept', 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8'],
  ['Sec-Fetch-Mode', 'navigate'],
  ['Sec-Fetch-Dest', 'document'],
  ['Sec-Fetch-Site', 'none'],
] as const;

/**
 * Makes a browser.
 *
 * @param ca - of the sites, in PEM
 */
export function createSiteBrowser(
  ca: string,
  provider: Pick<SignInProvider, 'issuer' | 'signInByFetch'>,
): SiteBrowser {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string): Map<string, string> => {
    const { host } = new URL(url);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  const cookies = (url: string) =>
    [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join('; ');

  async function ask(url: string, request: RawRequest = {}): Promise<RawAnswer> {
    const own = cookies(url);
    const fields = [...(request.fields ?? []), ...(own === '' ? [] : [['Cookie', own] as const])];
    const answer = await rawRequest(ca, url, { ...request, fields });
    for (const line of answer.setCookies) take(jarOf(url), line);
    return answer;
  }

  return {
    ask,
    cookies,
    async open(start, person) {
      const way: string[] = [];
      let url = start;
      for (let step = 0; step < MOST_STEPS; step++) {
        const { origin, pathname } = new URL(url);
        if (origin === provider.issuer) {
          way.push(origin + pathname);
          url = await provider.signInByFetch(url, person);
          continue;
        }
        way.push(url);
        const answer = await ask(url, { fields: NAVIGATION });
        const location = answer.headers['location'];
        if (location === undefined) return { ...answer, url, way };
        url = new URL(location, url).href;
      }
      throw new Error(`there is no end to ${way.join(' → ')}`);
    },
  };
}

/** As RFC 6265bis section 5.7 has it, for cookies of the very host: a browser takes `__Host-` in this form alone. */
function take(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(/; */);
  const at = pair.indexOf('=');
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  const has = (wanted: RegExp) => attributes.some((attribute) => wanted.test(attribute));
  if (name.startsWith('__Host-') && (!has(/^secure$/i) || !has(/^path=\/$/i) || has(/^domain/i))) {
    throw new Error(`a browser does not take the cookie ${name} with ${attributes.join('; ')}`);
  }
  if (has(/^max-age=(?:0|-\d+)$/i)) jar.delete(name);
  else jar.set(name, value);
}
