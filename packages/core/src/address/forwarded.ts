import { isIpv4 } from './ip-address.ts';

/** A header field in which proxies tell for whom they ask. */
export const FORWARDED_HEADERS = ['x-forwarded-for', 'forwarded'] as const;

/** See {@link FORWARDED_HEADERS}. */
export type ForwardedHeader = (typeof FORWARDED_HEADERS)[number];

/**
 * Whom proxies name, the nearest first: each appends to the right. What is on the left may be
 * anybody's invention, so it is looked at only when it is asked for, and cannot spoil what is on the right.
 *
 * @param values - of the header fields, in the order of arrival
 * @returns texts that may be addresses; `undefined` for a name of which none can be made
 */
export function* forwardedFor(
  header: ForwardedHeader,
  values: readonly string[],
): Generator<string | undefined> {
  for (const value of values.toReversed()) {
    for (const element of elementsFromRight(value)) {
      // RFC 9110 section 5.6.1.2: empty elements are no elements.
      if (element.trim() === '') continue;
      yield addressIn(header === 'forwarded' ? forOf(element) : element.trim());
    }
  }
}

/** The elements of a list, of which a comma in quotes ends none (RFC 9110 section 5.6.1). */
function* elementsFromRight(value: string): Generator<string> {
  let end = value.length;
  let quoted = false;
  for (let index = value.length - 1; index >= 0; index--) {
    const character = value[index];
    if (character === '"' && !(quoted && isEscaped(value, index))) quoted = !quoted;
    if (character !== ',' || quoted) continue;
    yield value.slice(index + 1, end);
    end = index;
  }
  yield value.slice(0, end);
}

function isEscaped(value: string, index: number): boolean {
  let start = index;
  while (value[start - 1] === '\\') start--;
  return (index - start) % 2 === 1;
}

/** RFC 7239 section 4: `forwarded-element`, name and value of one pair at a time. */
const PAIR = /\s*([!#$%&'*+.^_`|~\w-]+)=(?:([!#$%&'*+.^_`|~\w-]+)|"((?:[^"\\]|\\.)*)")\s*(?:;|$)/y;

/** The `for` of an element; `undefined` if there is none, or two, or it is malformed. */
function forOf(element: string): string | undefined {
  let found: string | undefined;
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < element.length) {
    const match = PAIR.exec(element);
    if (match === null) return undefined;
    const [, name = '', token, quoted = ''] = match;
    if (name.toLowerCase() !== 'for') continue;
    if (found !== undefined) return undefined;
    found = token ?? quoted.replaceAll(/\\(.)/g, '$1');
  }
  return found;
}

/** An address with or without a port (RFC 7239 section 6); the address alone. */
function addressIn(node: string | undefined): string | undefined {
  if (node === undefined || isIpv4(node)) return node;
  const [, bracketed] = /^\[([^\]]+)\](?::\w+)?$/.exec(node) ?? [];
  return bracketed ?? /^([\d.]+):\w+$/.exec(node)?.[1] ?? node;
}
