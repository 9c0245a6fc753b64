/** What a host stands for, in words; an address stands for itself. @param addresses - one at least */
export function standsFor(host: string, addresses: readonly string[]): string {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const shown = addresses.slice(0, 4).join(', ');
  return shown === bare ? `its host is the address ${shown}` : `${host} stands for ${shown}`;
}
