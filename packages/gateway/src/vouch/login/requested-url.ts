/**
 * The address that a browser wants to return to, of the query of `/login`. Most proxies put it there as it is, so that its own
 * parameters look like those of `/login`: all from `url` on belong to it, up to the first that is Vouch Proxy's.
 *
 * An address that begins with its scheme in plain letters is taken as it stands. One whose colon is encoded was encoded as a
 * whole, and is decoded.
 *
 * @param query - without the question mark, undecoded
 * @returns `undefined` where there is none, or it cannot be decoded
 */
export function requestedUrl(query: string): string | undefined {
  const parameters = query.split(/[&;]/);
  const at = parameters.findIndex((parameter) => nameOf(parameter) === 'url');
  if (at === -1) return undefined;
  const own = parameters.findIndex((parameter, index) => index > at && isOwn(nameOf(parameter)));
  const folded = parameters.slice(at + 1, own === -1 ? undefined : own);
  const given = plain((parameters[at] as string).slice('url='.length));
  return given === undefined || given === '' ? undefined : withQuery(given, folded);
}

function nameOf(parameter: string): string {
  return parameter.split('=', 1)[0] as string;
}

/** Of Vouch Proxy's README, and `rd`, which ingress-nginx adds. */
function isOwn(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    lower.startsWith('vouch') || lower.startsWith('x-vouch') || name === 'error' || name === 'rd'
  );
}

/** Letters beyond ASCII: a proxy hands on bytes as they came, each of which is one letter here. */
const BYTES = /[\u0080-\u00ff]/g;

function plain(value: string): string | undefined {
  if (/^https?:\/\//i.test(value)) {
    return value.replace(BYTES, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
  }
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** Adds parameters to the query of an address: before its fragment, where it has one. */
function withQuery(address: string, parameters: readonly string[]): string {
  const more = parameters.filter((parameter) => parameter !== '').join('&');
  if (more === '') return address;
  const hash = address.indexOf('#');
  const [head, fragment] =
    hash === -1 ? [address, ''] : [address.slice(0, hash), address.slice(hash)];
  const mark = head.includes('?') ? '&' : '?';
  return `${head}${/[?&]$/.test(head) ? '' : mark}${more}${fragment}`;
}
