/** Whether a host is one of these domains or a name below one, label by label. Case and a dot at the end do not count. */
export function isWithin(host: string, domains: readonly string[]): boolean {
  const name = plain(host);
  return domains.some((domain) => {
    // Cookies were once set with a dot in front, which says nothing (RFC 6265 section 5.2.3).
    const above = plain(domain).replace(/^\./, '');
    return above !== '' && (name === above || name.endsWith(`.${above}`));
  });
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
