import { parseUrl, quote } from '@drawbridge/core';
import { nearMiss } from '../../trust/near-miss.ts';

/** The parts of an address in which two may differ. */
const PARTS = [
  ['scheme', 'protocol'],
  ['host', 'hostname'],
  ['port', 'port'],
  ['path', 'pathname'],
] as const;

/**
 * What two issuers differ in, where people look past it.
 *
 * @returns the rest of a sentence that begins with `they differ in`, or `undefined` where they have little in common
 */
export function issuerDifference(one: string, other: string): string | undefined {
  const near = nearMiss(one, other);
  if (near !== undefined) return near;
  const [first, second] = [parseUrl(one), parseUrl(other)];
  if (first === undefined || second === undefined) {
    const isBare = (text: string, url: string) => url === `https://${text}`;
    return isBare(one, other) || isBare(other, one) ? 'the scheme alone' : undefined;
  }
  const odd = PARTS.filter(([, part]) => first[part] !== second[part]);
  const [only] = odd;
  if (odd.length !== 1 || only === undefined || only[0] === 'host') return undefined;
  const [name, part] = only;
  const shown = (url: URL) => (url[part] === '' ? 'none' : quote(url[part].replace(/:$/, '')));
  return `the ${name} alone: ${shown(first)} and ${shown(second)}`;
}
