import { createCookieJar } from './cookie-jar.ts';
import { type RawAnswer, type RawRequest, rawRequest } from './raw-request.ts';
import type { SignInProvider } from './sign-in-provider.ts';

/** What stands in for a person's browser at sites with a proxy: cookies of each host, and redirects from one to the other. */
export interface SiteBrowser {
  /** Opens a page, and follows where it is sent; at the provider the person signs in. */
  open(url: string, person?: string): Promise<Rest>;
  /** Sends one request with the cookies of its host, and takes those that come. */
  ask(url: string, request?: RawRequest): Promise<RawAnswer>;
  /** The cookies that are sent to an address. */
  cookies(url: string): string;
  /** Takes a cookie as if it came from an address (`Set-Cookie`). */
  take(url: string, line: string): void;
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
  const jar = createCookieJar();

  async function ask(url: string, request: RawRequest = {}): Promise<RawAnswer> {
    const own = jar.sentTo(url);
    const fields = [...(request.fields ?? []), ...(own === '' ? [] : [['Cookie', own] as const])];
    const answer = await rawRequest(ca, url, { ...request, fields });
    for (const line of answer.setCookies) jar.take(url, line);
    return answer;
  }

  return {
    ask,
    cookies: jar.sentTo,
    take: jar.take,
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
