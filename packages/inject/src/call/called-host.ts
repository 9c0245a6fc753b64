import { type CallHead, headerValues } from '@drawbridge/core';

/** The names by which a caller on this machine calls it. */
const OWN_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** As a caller named this proxy, by its Host field. */
export interface CalledHost {
  /** In lower case, without the port and the dot that may end it. */
  readonly name: string;
  /** The field as it came. */
  readonly field: string;
}

/** `uri-host [ ":" port ]` of RFC 9110 section 7.2, of the characters that a host name has. */
const HOST = /^(\[[\da-f:.]{2,45}\]|[a-z\d_-]+(?:\.[a-z\d_-]+)*\.?)(?::\d{1,5})?$/i;

/**
 * Which name a call is made to.
 *
 * @returns `undefined` where it says none, more than one, or what is no host
 */
export function calledHost(head: Pick<CallHead, 'headers'>): CalledHost | undefined {
  const [field, ...more] = headerValues(head, 'host');
  if (field === undefined || more.length > 0) return undefined;
  const name = HOST.exec(field)?.[1];
  return name === undefined ? undefined : { name: plainName(name), field };
}

/**
 * Makes the list of names under which this proxy answers. A page that made its own name stand for this machine
 * (DNS rebinding) calls by that name, and a browser lets it call by no other.
 */
export function createNames(further: readonly string[]): ReadonlySet<string> {
  return new Set([...OWN_NAMES, ...further.map(plainName)]);
}

/** What is wrong with a name for {@link createNames}; `undefined` for none. */
export function nameFault(name: string): string | undefined {
  const found = HOST.exec(name);
  if (found === null) return 'is not a host name such as workstation.example.com';
  return found[1] === name ? undefined : 'has a port: give the name alone';
}

/** One spelling for each name. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
