import { DISCOVERY_PATH, issuerFault, parseIpAddress, parseUrl } from '@drawbridge/core';

/** What is wrong with an address that is to be an issuer. */
export interface AddressFault {
  /** The rest of a sentence that begins with the address: `has a port`. */
  readonly message: string;
  /** What to write instead, where that can be told. */
  readonly instead?: string;
}

/** An address that can be an issuer, or why it cannot. */
export type JudgedAddress =
  | { readonly issuer: string; readonly warning?: string }
  | { readonly fault: AddressFault };

/**
 * Judges the address that a person gives an issuer of static files. It is stricter than what a token is compared
 * with: AWS takes no port and no query (IAM API reference, CreateOpenIDConnectProvider), certificates of public
 * authorities are for names, and every relying party compares the text as it is. Loopback alone may have http and a port.
 */
export function judgeIssuerAddress(text: string): JudgedAddress {
  const fault = formFault(text) ?? urlFault(text);
  if (fault !== undefined) return { fault: withGoodAdvice(fault) };
  const url = new URL(text);
  if (!isLoopback(url)) return { issuer: text };
  return {
    issuer: text,
    warning: `${text} is on this machine: no cloud can reach it, so it is for trying out alone.`,
  };
}

/** What is seen before the text is taken for a URL, which would mend some of it in silence. */
function formFault(text: string): AddressFault | undefined {
  if (text === '') return { message: 'is empty', instead: 'https://oidc.example.com' };
  const bare = text.trim();
  if (bare !== text) return { message: 'has white space around it', ...suggest(bare) };
  if (/[\s\p{Cc}\p{Cf}\\]/u.test(text)) {
    return { message: 'has a character that an address may not have' };
  }
  const doubled = /^https?:\/\/(?:https?:\/{0,2})+(.*)$/i.exec(text);
  if (doubled)
    return { message: 'begins with https:// twice', ...suggest(`https://${doubled[1]}`) };
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(text)) {
    return { message: 'does not begin with https://', ...suggest(`https://${text}`) };
  }
  return undefined;
}

function urlFault(text: string): AddressFault | undefined {
  const url = parseUrl(text);
  if (url === undefined) return { message: 'is not an address' };
  if (!/^https?:$/.test(url.protocol)) return { message: `is not an https address` };
  const rest = text.replace(/^[a-z]+:\/\//i, '');
  const [authority = ''] = rest.split(/[/?#]/, 1);
  if (authority.includes('@')) {
    return { message: 'has a user name in it', ...suggest(withHost(text, url.host)) };
  }
  if (text.includes('?')) return { message: 'has a query', ...suggest(text.replace(/\?.*$/, '')) };
  if (text.includes('#'))
    return { message: 'has a fragment', ...suggest(text.replace(/#.*$/, '')) };
  if (text.endsWith(DISCOVERY_PATH)) {
    const issuer = text.slice(0, -DISCOVERY_PATH.length);
    return { message: 'is the address of the discovery document', ...suggest(issuer) };
  }
  return hostFault(text, url, authority) ?? spellingFault(text, url);
}

function hostFault(text: string, url: URL, authority: string): AddressFault | undefined {
  const ascii = (host: string) => ({ ...suggest(withHost(text, host)) });
  if (/[^\x21-\x7e]/.test(authority)) {
    return { message: 'has a host name with letters beyond ASCII', ...ascii(url.host) };
  }
  if (/[A-Z]/.test(`${text.slice(0, text.indexOf(':'))}${authority}`)) {
    return { message: 'has upper-case letters in its scheme or host', ...ascii(url.host) };
  }
  if (isLoopback(url)) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (parseIpAddress(host) !== undefined) {
    return {
      message:
        'has an IP address in the place of a name, and no cloud trusts a certificate for one',
      instead: 'https://oidc.example.com',
    };
  }
  if (/:\d*$/.test(authority)) {
    return { message: 'has a port, which AWS does not take', ...ascii(url.hostname) };
  }
  if (url.protocol === 'http:') {
    return { message: 'is plain http', ...suggest(text.replace(/^http:/, 'https:')) };
  }
  return host.endsWith('.')
    ? { message: 'has a host name that ends with a dot', ...ascii(host.replace(/\.+$/, '')) }
    : undefined;
}

function spellingFault(text: string, url: URL): AddressFault | undefined {
  if (text.endsWith('/')) {
    return { message: 'has a slash at its end', ...suggest(text.replace(/\/+$/, '')) };
  }
  if (/%|\/\/|\/\.{1,2}(?:\/|$)/.test(text.slice(8)) || /[^\x21-\x7e]/.test(text)) {
    return { message: 'has a path that can be spelled in more than one way' };
  }
  const fault = issuerFault(text);
  return fault === undefined
    ? undefined
    : { message: fault, ...suggest(url.href.replace(/\/$/, '')) };
}

function suggest(text: string): Required<Pick<AddressFault, 'instead'>> {
  return { instead: text.replace(/\/+$/, '') };
}

/** Only what would be taken is worth writing instead. */
function withGoodAdvice({ message, instead }: AddressFault): AddressFault {
  if (instead === undefined || (formFault(instead) ?? urlFault(instead)) !== undefined) {
    return { message };
  }
  return { message, instead };
}

function withHost(text: string, host: string): string {
  const [, path = ''] = /^[a-z]+:\/\/[^/?#]*(\/[^?#]*)?/i.exec(text) ?? [];
  return `https://${host}${path}`;
}

/** Whether an address never leaves the machine. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
