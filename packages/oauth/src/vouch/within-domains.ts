/** A name or an address of version 4, or one of version 6 in brackets; what is behind it is a port. */
const HOST = /^(?<host>[\w.-]+|\[[\da-f:.]+\])(?::\d*)?$/;

/**
 * Whether a host is one of these domains, or below one by a whole label: `notexample.com` is not below `example.com`. Upper case, the
 * port and a dot at the end of the host make no difference, nor does a dot before a domain.
 *
 * @param host - as a field `Host` has it; what is none is within nothing
 * @param domains - such as the audience of Vouch Proxy's cookie has them, split at its commas
 */
export function isWithinDomains(host: string, domains: readonly string[]): boolean {
  const name = HOST.exec(host.toLowerCase())?.groups?.['host']?.replace(/\.$/, '');
  if (name === undefined || name === '') return false;
  return domains.some((domain) => {
    const whole = domain.toLowerCase().replace(/^\./, '');
    return whole !== '' && (name === whole || name.endsWith(`.${whole}`));
  });
}
