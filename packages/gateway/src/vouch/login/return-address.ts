import { DrawbridgeError, parseUrl } from '@drawbridge/core';
import type { ManagedDomains } from '../managed-domains.ts';

/** Characters. It travels in a cookie, and a browser keeps none of more than 4,096 bytes. */
const MAX_ADDRESS = 2048;

/** How every reader has it: the scheme, two slashes, and then a name and not a third slash. */
const BEGINNING = /^https?:\/\/[^/\\?#]/i;
/** What some reader leaves out, or takes for a slash. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const MISREAD = /[\\\u0000-\u0020\u007f]/;
/** What runs, or is shown in the place of a page, where an app makes a link of it. */
const RUNS = /^(?:javascript|data):/i;

/**
 * Judges the address that a browser is to return to: http or https, of a host that is in the domains, without user information,
 * and with nothing in it that two readers read in two ways. Query parameters may be addresses of others: an app may have such.
 *
 * @param text - see `requestedUrl`
 * @returns as the browser will be sent there
 * @throws {DrawbridgeError} `parameter_missing`, `parameter_invalid`; its message is for the person too, and names no address
 */
export function judgeReturnAddress(
  text: string | undefined,
  { domainOf }: Pick<ManagedDomains, 'domainOf'>,
  isSecure: boolean,
): string {
  if (text === undefined) {
    throw new DrawbridgeError('parameter_missing', {
      detail: 'no destination URL requested',
      hint: 'Have the proxy send browsers to /login?url=ADDRESS, the address that they wanted to see.',
    });
  }
  if (text.length > MAX_ADDRESS) throw refused(`it has more than ${MAX_ADDRESS} characters`);
  if (!BEGINNING.test(text)) throw refused('it does not begin with http:// or https:// and a host');
  if (MISREAD.test(text)) throw refused('it has a backslash, a space or a control character in it');
  const url = parseUrl(text);
  if (url === undefined) throw refused('it is no URL');
  if (url.username !== '' || url.password !== '') {
    throw refused('it has a user name or a password in it');
  }
  if (domainOf(url.hostname) === undefined) {
    throw refused('its host is not within a domain of vouch.domains or vouch.cookie.domain');
  }
  if (isSecure && url.protocol !== 'https:') {
    throw refused(
      'it is http, and vouch.cookie.secure has the cookie sent over https alone',
      'Open the app by https, or set vouch.cookie.secure to false where there is no TLS.',
    );
  }
  for (const value of url.searchParams.values()) {
    // Browsers leave these out before they look for the scheme.
    // oxlint-disable-next-line no-control-regex -- as above
    if (RUNS.test(value.replace(/[\u0000-\u0020]/g, ''))) {
      throw refused('its query has an address in it that runs a script or shows other content');
    }
  }
  if (url.href.length > MAX_ADDRESS) throw refused(`it has more than ${MAX_ADDRESS} characters`);
  return url.href;
}

function refused(
  why: string,
  hint = 'Open the app at its start page. If that leads here again, tell whoever runs it.',
): DrawbridgeError {
  return new DrawbridgeError('parameter_invalid', {
    detail: `the requested destination URL is not accepted: ${why}`,
    hint,
  });
}
