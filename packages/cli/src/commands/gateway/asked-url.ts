import { parseUrl } from '@drawbridge/core';
import { usage } from '../keys/key-options.ts';

/** A request as browsers and proxies tell it. */
export interface AskedUrl {
  readonly scheme: string;
  readonly host: string;
  readonly target: string;
}

/**
 * Takes a URL apart. Its path stays as it was written: what a parser of URLs makes of `..` and `%2e` is what is asked about. What
 * is no ASCII is encoded, as browsers do.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export function askedUrl(given: string): AskedUrl {
  // Half a pair of UTF-16 would be no text to encode.
  const text = Buffer.from(given).toString();
  const [, authority = '', rest = ''] =
    /^https?:\/\/([^/?#\\@\s]+)((?:[/?][^#]*)?)(?:#.*)?$/is.exec(text) ?? [];
  const url =
    authority === '' ? undefined : parseUrl(`${text.slice(0, text.indexOf(':'))}://${authority}`);
  if (url === undefined) {
    throw usage(
      'the URL is none such as https://app.example.com/path',
      'Give it whole, as it stands in the address bar of a browser.',
    );
  }
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  return {
    scheme: url.protocol.slice(0, -1),
    host: url.host,
    target: path.replaceAll(/[^\p{ASCII}]/gu, encodeURIComponent),
  };
}
