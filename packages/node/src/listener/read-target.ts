/** What a request-target says. */
export interface Target {
  /** In origin-form, undecoded: a path, and a query perhaps. Other forms than the absolute one stay as they came. */
  readonly target: string;
  /** Of an absolute-form target: `host`, or `host:port`. */
  readonly authority?: string;
  /** The rest of a sentence that begins with the target. */
  readonly fault?: string;
}

const ABSOLUTE = /^(?<scheme>https?):\/\/(?<authority>[^/?#@\\]+)(?<rest>[/?].*)?$/is;

/**
 * Reads a request-target. A server must take the absolute-form (RFC 9112 section 3.2.2), which says what the Host
 * field says once more: it is taken apart here, before anybody judges the path.
 *
 * @param encrypted - whether it came over TLS; one of `https` must have (RFC 9110 section 7.4)
 */
export function readTarget(sent: string, encrypted: boolean): Target {
  if (sent.startsWith('/') || !/^https?:/i.test(sent)) return { target: sent };
  const { scheme = '', authority, rest = '' } = ABSOLUTE.exec(sent)?.groups ?? {};
  if (authority === undefined) return { target: sent, fault: 'is not a URL of a host and a path' };
  const wanted = encrypted ? 'https' : 'http';
  if (scheme.toLowerCase() !== wanted) {
    return { target: sent, fault: `is not of ${wanted}, over which it came` };
  }
  return { target: rest.startsWith('/') ? rest : `/${rest}`, authority };
}

/** Whether a Host field says the same as the authority of a target. */
export function isSameHost(host: string, authority: string, encrypted: boolean): boolean {
  const usual = encrypted ? /:443$/ : /:80$/;
  const plain = (text: string) => text.toLowerCase().replace(usual, '');
  return plain(host) === plain(authority);
}
