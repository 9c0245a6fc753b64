/** What an API server sees of a URL. */
export interface GoUrl {
  /** Small letters; empty where it has none. */
  readonly scheme: string;
  readonly hasUser: boolean;
  readonly hasQuery: boolean;
  readonly hasFragment: boolean;
}

/**
 * Reads a URL as Go's `net/url` does, which API servers ask. It takes more than browsers do (`https://`, ports of any size), and
 * some less (a path with a wrong escape): to judge by another parser would refuse what they take.
 *
 * @returns what is wrong in words that complete a sentence, where it is no URL
 */
export function parseGoUrl(text: string): GoUrl | { readonly fault: string } {
  if (hasControl(text)) return { fault: 'has a control character' };
  const [beforeFragment, fragment = ''] = cut(text, '#');
  if (hasWrongEscape(fragment)) return { fault: 'has a wrong escape in its fragment' };
  const hasFragment = fragment !== '';
  if (beforeFragment.startsWith(':')) return { fault: 'has no scheme' };
  const [, scheme = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(beforeFragment) ?? [];
  const [rest, query = ''] = cut(beforeFragment.slice(scheme === '' ? 0 : scheme.length + 1), '?');
  const url = {
    scheme: scheme.toLowerCase(),
    hasUser: false,
    hasQuery: query !== '',
    hasFragment,
  };
  if (!rest.startsWith('/')) {
    if (scheme !== '') return url;
    const [segment] = cut(rest, '/');
    return segment.includes(':') ? { fault: 'has a colon before its first slash' } : url;
  }
  if (!rest.startsWith('//') || (scheme === '' && rest.startsWith('///'))) {
    return hasWrongEscape(rest) ? { fault: 'has a wrong escape in its path' } : url;
  }
  const [authority, path = ''] = cut(rest.slice(2), '/');
  const at = authority.lastIndexOf('@');
  const fault = hostFault(authority.slice(at + 1));
  if (fault !== undefined) return { fault };
  if (at >= 0) {
    const user = authority.slice(0, at);
    if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user) || hasWrongEscape(user)) {
      return { fault: 'has a user name that is none' };
    }
  }
  if (hasWrongEscape(path)) return { fault: 'has a wrong escape in its path' };
  return { ...url, hasUser: at >= 0 };
}

function hostFault(host: string): string | undefined {
  let name = host;
  let port = '';
  if (host.startsWith('[')) {
    const end = host.lastIndexOf(']');
    if (end < 0) return 'has a host without its closing bracket';
    port = host.slice(end + 1);
    // What is behind %25 names an interface, and may have escapes of its own.
    const zone = host.indexOf('%25');
    if (zone >= 0 && hasWrongEscape(host.slice(zone, end))) return 'has a wrong escape in its host';
    name = host.slice(0, zone >= 0 ? Math.min(zone, end) : end);
  } else if (host.includes(':')) {
    port = host.slice(host.lastIndexOf(':'));
  }
  if (port !== '' && !/^:\d*$/.test(port)) return 'has a port that is no number';
  if (!/^(?:[^%]|%[89A-Fa-f][0-9A-Fa-f]|%25)*$/.test(name)) return 'has an escape in its host';
  return /[^\x80-\uffffA-Za-z0-9!$&'()*+,;=:[\]<>"\-_.~%]/.test(name)
    ? 'has a character in its host that a host may not have'
    : undefined;
}

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function hasWrongEscape(text: string): boolean {
  return /%(?![0-9A-Fa-f]{2})/.test(text);
}

function cut(text: string, mark: string): readonly [string, string?] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
