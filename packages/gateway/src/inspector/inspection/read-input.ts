import type { InputKind } from './inspection.ts';
import { readCurl } from './read-curl.ts';
import { readStep } from './read-step.ts';

/** A cookie, or a value without a name, as it was given. */
export interface GivenPair {
  /** Not there: the value alone was given. */
  readonly name?: string;
  readonly value: string;
  /** What stood behind it in a Set-Cookie field, in lower case. */
  readonly attributes?: readonly string[];
}

/** What a text was found to be. */
export interface GivenInput {
  readonly kind: InputKind;
  readonly pairs: readonly GivenPair[];
}

/** A field as browsers' tools, curl and logs show it. */
const FIELD = /^[<>*\s]*(cookie|set-cookie|authorization|x-vouch-token)\s*:\s*(.*)$/i;
/** RFC 9110 section 5.6.2, and as long as a name may sensibly be. */
const PAIR = /^\s*([\w!#$%&'*+.^`|~-]{1,256})=(.*)$/s;

/**
 * Finds out what a text is: field lines, a command line of curl, pairs `NAME=value`, or a value by itself. It says nothing
 * of what is in the values.
 */
export function readInput(text: string): GivenInput {
  const trimmed = unwrap(text.trim());
  const step = readStep(trimmed);
  if (step !== undefined) return { kind: 'named-value', pairs: [step] };
  const whole = joinLines(readCurl(trimmed) ?? trimmed);
  const lines = whole.split('\n');
  const fields = lines.flatMap((line) => {
    const [, name, value] = FIELD.exec(line) ?? [];
    return name === undefined ? [] : [{ name: name.toLowerCase(), value: (value ?? '').trim() }];
  });
  if (fields.length > 0) return readFields(fields);
  const bearer = /^Bearer\s+(\S+)$/i.exec(trimmed);
  if (bearer) return { kind: 'authorization-field', pairs: [{ value: bearer[1] as string }] };
  const pairs = readPairs(whole);
  if (pairs.length > 0) return { kind: 'named-value', pairs };
  // What was copied from a terminal or a mail may be broken into lines.
  const value = trimmed.replace(/\s+/g, '');
  return value === '' ? { kind: 'nothing', pairs: [] } : { kind: 'value', pairs: [{ value }] };
}

/** A terminal or a mail breaks long values into lines: what has nothing but characters of a value belongs to the line before. In front of the first line end is no other, lest many are tried in each way. */
function joinLines(text: string): string {
  return text.replaceAll(/(?<=[\w+/=.-])[^\S\n]*\n\s*(?=[\w+/.-]+={0,2}\s*(?:$|[\n;]))/g, '');
}

function readFields(
  fields: readonly { readonly name: string; readonly value: string }[],
): GivenInput {
  const pairs = fields.flatMap(({ name, value }): readonly GivenPair[] => {
    if (name === 'cookie') return readPairs(value);
    if (name === 'set-cookie') return readSetCookie(value);
    // Vouch Proxy takes the second word, whatever the first is.
    return [{ value: value.slice(value.lastIndexOf(' ') + 1) }];
  });
  const names = new Set(fields.map(({ name }) => name));
  const kind = names.has('cookie')
    ? 'cookie-field'
    : names.has('set-cookie')
      ? 'set-cookie-field'
      : 'authorization-field';
  return { kind, pairs };
}

/** RFC 6265 section 5.4; pairs may also stand on lines of their own. */
function readPairs(text: string): readonly GivenPair[] {
  return text.split(/[;\n]/).flatMap((piece) => {
    const [, name, value = ''] = PAIR.exec(piece) ?? [];
    // `H4sIAAA==` and a JWT with padding are values: their equals signs are the end of them, or of a part.
    if (name === undefined || /^=*(?:\s*$|\.)/.test(value)) return [];
    return [{ name, value: unwrap(value.trim()) }];
  });
}

/** RFC 6265 section 5.2. */
function readSetCookie(text: string): readonly GivenPair[] {
  const [first = '', ...rest] = text.split(';');
  const attributes = rest.map((each) => each.trim().toLowerCase());
  return readPairs(first).map((pair) => ({ ...pair, attributes }));
}

/** Takes off the quotation marks, and what a shell's `export COOKIE=` has in front of them. */
function unwrap(text: string): string {
  const [, quoted] = /^(?:(?:export\s+)?[A-Za-z_]\w*=)?(['"])(.*)\1$/s.exec(text)?.slice(1) ?? [];
  return quoted === undefined ? text : quoted.trim();
}
