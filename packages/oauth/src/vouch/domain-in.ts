/** Characters of a name of DNS with a port. What is longer is in no domain. */
export const MAX_HOST = 260;

/** A name of letters, digits, hyphens and underscores, or an IPv6 address in brackets; with a dot at the end, and a port. */
const HOST = /^([\w-]+(?:\.[\w-]+)*|\[[\da-f:.]+\])\.?(?::\d{1,5})?$/;

/**
 * The first of some domains that a host is in: equal to it, or below it by a whole label, as `notexample.com` is not below
 * `example.com`. Upper case and the port make no difference, nor does a dot at the end, or before a domain, where cookies once
 * had one (RFC 6265 section 5.2.3).
 *
 * @param domains - such as the audience of Vouch Proxy's cookie has them, split at its commas; an empty one has no host
 * @param host - as a field `Host` has it, with or without port
 * @returns the domain as it was given; `undefined` for a host in none, and for what is no host
 */
export function domainIn(domains: readonly string[], host: string): string | undefined {
  const name = host.length > MAX_HOST ? undefined : HOST.exec(host.toLowerCase())?.[1];
  if (name === undefined) return undefined;
  return domains.find((domain) => {
    const wanted = domain.toLowerCase().replaceAll(/^\.|\.$/g, '');
    return wanted !== '' && (name === wanted || name.endsWith(`.${wanted}`));
  });
}
