import { parseUrl, quote } from '@drawbridge/core';

/** What a line that somebody pasted is. */
export type PastedRedirect =
  | { readonly parameters: URLSearchParams }
  /** Sentences for a person, without anything of the answer. */
  | { readonly fault: string };

/** What is in each answer of a provider, well or not (RFC 6749 section 4.1.2, OpenID Connect Core 1.0 section 3.2.2.5). */
const ANSWERS = ['code', 'id_token', 'error'];

/**
 * Reads the address that a browser came back to, or the query or fragment of it alone. Whether it is of this sign-in
 * is for others to judge.
 */
export function readPasted(line: string, redirectUri: string): PastedRedirect {
  const text = line.trim().replace(/^(["'<])(.*)["'>]$/, '$2');
  const url = /^https?:/i.test(text) ? parseUrl(text) : undefined;
  if (url !== undefined && placeOf(url) !== placeOf(new URL(redirectUri))) {
    return {
      fault: `This is an address of ${quote(url.host)}. The one that is wanted begins with ${redirectUri}: it is in the address bar after signing in, when the browser says that it cannot reach the page.`,
    };
  }
  // A fragment is behind the query.
  const [, query = '', fragment = ''] =
    /^[^?#]*\??([^#]*)#?(.*)$/s.exec(/[?#]/.test(text) ? text : `?${text}`) ?? [];
  const parameters = new URLSearchParams(query === '' ? fragment : query);
  if (!ANSWERS.some((name) => parameters.has(name))) {
    return {
      fault: `There is no answer of the provider in this line. Paste the whole address that begins with ${redirectUri}, with all that is behind its question mark.`,
    };
  }
  if (!parameters.has('state')) {
    return { fault: 'The end of the address is missing: it has no state. Paste the whole of it.' };
  }
  return { parameters };
}

/** A browser shows an address in its own spelling: with a slash where it has no path, and without the usual port. */
function placeOf({ origin, pathname }: URL): string {
  return origin + pathname;
}
