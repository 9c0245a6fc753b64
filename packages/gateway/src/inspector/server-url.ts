import { parseUrl } from '@drawbridge/core';

/**
 * Says why a text is no address of a server, as the rest of a sentence. What is one is used as text: it is in a header field,
 * and the demo's clients compare it.
 */
export function serverUrlFault(text: string): string | undefined {
  const url = parseUrl(text);
  const isFine =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    /^[\x21-\x7e]+$/.test(text) &&
    !/[?#\\"'<>]/.test(text);
  if (isFine) return undefined;
  return 'is not an absolute URL of http or https without a user name, a query and a fragment';
}

/** @throws {TypeError} for what is none @returns the address without a slash at its end */
export function requireServerUrl(text: string): string {
  const fault = serverUrlFault(text);
  if (fault !== undefined) throw new TypeError(`serverUrl ${fault}`);
  return text.replace(/\/+$/, '');
}
