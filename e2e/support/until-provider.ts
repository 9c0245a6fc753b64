import type { SignInProvider } from './sign-in-provider.ts';
import { NAVIGATION, type SiteBrowser } from './site-browser.ts';

/**
 * Follows where a browser is sent that opens a page, until it is to go to the provider.
 *
 * @returns that address, which is not asked for
 * @throws {Error} where it comes to rest before
 */
export async function untilProvider(
  browser: Pick<SiteBrowser, 'ask'>,
  start: string,
  { issuer }: Pick<SignInProvider, 'issuer'>,
): Promise<string> {
  let url = start;
  while (!url.startsWith(`${issuer}/`)) {
    const { headers, status, text } = await browser.ask(url, { fields: NAVIGATION });
    const location = headers['location'];
    if (location === undefined) throw new Error(`${status} at ${url}: ${text}`);
    url = new URL(location, url).href;
  }
  return url;
}
