/** An IP address. One of IPv4 that is written as IPv6 (`::ffff:192.0.2.1`) is one of IPv4. */
export interface IpAddress {
  readonly family: 4 | 6;
  /** 4 or 16. */
  readonly bytes: readonly number[];
}

/**
 * Reads an IP address as Node and RFC 4291 section 2.2 write them. A zone (`%eth0`) is dropped.
 *
 * @returns `undefined` for any other text
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  const v4 = parseV4(text);
  if (v4 !== undefined) return { family: 4, bytes: v4 };
  const bytes = parseV6(/^([^%]+)%[^%]+$/.exec(text)?.[1] ?? text);
  if (bytes === undefined) return undefined;
  return isMapped(bytes) ? { family: 4, bytes: bytes.slice(12) } : { family: 6, bytes };
}

/** Writes an address: one text for each (RFC 5952 section 4). */
export function showIpAddress({ family, bytes }: IpAddress): string {
  if (family === 4) return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`;
  const groups = Array.from({ length: 8 }, (_, index) => group(bytes, index));
  const gap = longestRunOfZeros(groups);
  const hex = (part: readonly number[]) => part.map((value) => value.toString(16)).join(':');
  if (gap === undefined) return hex(groups);
  return `${hex(groups.slice(0, gap.start))}::${hex(groups.slice(gap.end))}`;
}

/** Whom an address stands for: itself, or the /64 that a host of IPv6 has to itself and can pick any address of. */
export function hostOf({ family, bytes }: IpAddress): string {
  if (family === 4) return bytes.join('.');
  return `${showIpAddress({ family, bytes: bytes.map((byte, index) => (index < 8 ? byte : 0)) })}/64`;
}

/** Whether a text is an IPv4 address; each of them has one spelling. */
export function isIpv4(text: string): boolean {
  return parseV4(text) !== undefined;
}

/** Digit by digit, for each request. Node reads no leading zeros either: some read them as octal. */
function parseV4(text: string): readonly number[] | undefined {
  const bytes: number[] = [];
  let byte = -1;
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit === -2 && byte !== -1) {
      bytes.push(byte);
      byte = -1;
    } else if (digit >= 0 && digit <= 9 && byte !== 0) {
      byte = byte === -1 ? digit : byte * 10 + digit;
      if (byte > 255) return undefined;
    } else {
      return undefined;
    }
  }
  if (byte === -1 || bytes.length !== 3) return undefined;
  bytes.push(byte);
  return bytes;
}

/** No IPv6 address is longer: 8 groups of 4, or 6 and an IPv4 address. */
const MAX_V6_LENGTH = 45;

function parseV6(text: string): readonly number[] | undefined {
  if (text.length > MAX_V6_LENGTH) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = '', tail] = halves;
  const front = parseGroups(head, tail === undefined);
  const back = tail === undefined ? [] : parseGroups(tail, true);
  if (front === undefined || back === undefined) return undefined;
  const missing = 16 - front.length - back.length;
  // "::" stands for one group of zeros at least.
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  return [...front, ...Array<number>(missing).fill(0), ...back];
}

/** @param last - whether the text ends the address, so that an IPv4 address may end it */
function parseGroups(text: string, last: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const bytes: number[] = [];
  for (const [index, value] of groups.entries()) {
    if (/^[\da-f]{1,4}$/i.test(value)) {
      const number = Number.parseInt(value, 16);
      bytes.push(number >> 8, number & 255);
      continue;
    }
    const v4 = last && index === groups.length - 1 ? parseV4(value) : undefined;
    if (v4 === undefined) return undefined;
    bytes.push(...v4);
  }
  return bytes;
}

/** RFC 4291 section 2.5.5.2: `::ffff:0:0/96`. */
function isMapped(bytes: readonly number[]): boolean {
  return bytes.slice(0, 12).every((byte, index) => byte === (index < 10 ? 0 : 255));
}

function group(bytes: readonly number[], index: number): number {
  return (bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0);
}

interface Run {
  readonly start: number;
  readonly end: number;
}

/** The first of the longest runs of two zeros or more (RFC 5952 section 4.2). */
function longestRunOfZeros(groups: readonly number[]): Run | undefined {
  let longest: Run | undefined;
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    const length = longest === undefined ? 1 : longest.end - longest.start;
    if (end - start > length) longest = { start, end };
  }
  return longest;
}
