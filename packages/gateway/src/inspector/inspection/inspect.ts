import {
  type Clock,
  epochSeconds,
  isJsonObject,
  systemClock,
  type Verifier,
} from '@drawbridge/core';
import { MAX_VOUCH_JWT, type VouchKey } from '@drawbridge/oauth';
import { attributeWarnings } from './attribute-warnings.ts';
import { countCharacters } from './count-characters.ts';
import { groupCookies, type Subject } from './group-cookies.ts';
import type { Inspection, Layer, Warning } from './inspection.ts';
import { MASK, NO_MASK } from './mask.ts';
import { readInput } from './read-input.ts';
import { cookieSteps } from './steps.ts';
import { isReadable, unwrapValue } from './unwrap-value.ts';
import type { Walk } from './walk.ts';

/** How something is looked at. */
export interface InspectOptions {
  /** Secrets (HS*) and public keys (RS*, ES*) of a Vouch Proxy, which its cookie is checked with. Default: none, and it is not checked. */
  readonly vouchKeys?: readonly VouchKey[];
  /**
   * Knows the issuers whose tokens may be inside, and their keys; only what it says of signatures is taken. Default: none, and
   * they are not checked.
   */
  readonly verifier?: Pick<Verifier, 'verify'>;
  /** Leave tokens as they are. Default: false, each is told by its length alone. */
  readonly showTokens?: boolean;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** Characters that are looked at: more than all cookies of a request are. */
const MAX_INPUT = 131_072;

/**
 * Says what is in a cookie or a token: how it is wrapped, what it claims, what is known of its signatures, what to beware of,
 * and how each of that is done by hand. It takes a Cookie, Set-Cookie or Authorization field, a command line of curl,
 * `NAME=value`, parts `NAME_1of3=…` in any order, or a value by itself, and throws for no text.
 *
 * Nothing is fetched, unless the verifier does.
 */
export async function inspect(text: string, options: InspectOptions = {}): Promise<Inspection> {
  const { vouchKeys = [], verifier, showTokens = false, clock = systemClock } = options;
  const at = epochSeconds(clock);
  const layers: Layer[] = [];
  const warnings: Warning[] = [];
  const result = { at, showsTokens: showTokens, layers, warnings };
  if (text.length > MAX_INPUT) {
    warnings.push({
      code: 'too_large',
      path: [],
      text: `It has ${text.length} characters. Up to ${MAX_INPUT} are looked at: all cookies of a request have fewer.`,
    });
    return { input: 'value', ...result };
  }
  const mask = showTokens ? NO_MASK : MASK;
  const { kind, pairs } = readInput(text);
  const grouped = groupCookies(pairs);
  warnings.push(...grouped.warnings);
  const walk: Walk = {
    now: at,
    mask,
    layers,
    warnings,
    summary: undefined,
    keys: { vouchKeys, verifier, clock },
    room: MAX_VOUCH_JWT,
  };
  const wanted = choose(grouped.subjects);
  for (const subject of wanted) {
    const path = subject.name === undefined ? [] : [subject.name];
    if (subject.name !== undefined) layers.push(cookieLayer(subject, subject.name));
    warnings.push(...attributeWarnings(subject));
    await unwrapValue(walk, subject.value, path);
  }
  const others = grouped.subjects.length - wanted.length;
  if (wanted.length === 0 && others === 0 && kind !== 'nothing' && grouped.warnings.length === 0) {
    warnings.push({ code: 'unreadable', path: [], text: 'There is no cookie and no token in it.' });
  }
  const { summary } = walk;
  const all = { input: kind, ...(summary !== undefined && { summary }), ...result };
  return mapText(all, mask.text) as Inspection;
}

/** Of many cookies those that something can be read of; all of them where there is none. */
function choose(subjects: readonly Subject[]): readonly Subject[] {
  const readable = subjects.filter(({ value }) => isReadable(value));
  return readable.length > 0 ? readable : subjects.slice(0, 1);
}

function cookieLayer({ value, parts, attributes }: Subject, name: string): Layer {
  const whole = 'A browser keeps it by this name, and sends it along with each request.';
  return {
    kind: 'cookie',
    path: [name],
    title: parts === 1 ? `The cookie ${name}` : `The cookie ${name}, in ${parts} parts`,
    about:
      parts === 1
        ? whole
        : `${whole} A browser takes 4,096 bytes a cookie, so a longer value is cut: the parts belong together in the order of their numbers.`,
    facts: [
      { name: 'length', value: countCharacters(value) },
      ...(parts === 1 ? [] : [{ name: 'parts', value: `${parts}` }]),
      ...(attributes === undefined || attributes.length === 0
        ? []
        : [{ name: 'attributes', value: attributes.join('; ') }]),
    ],
    steps: cookieSteps(name, parts),
  };
}

/** Last of all: whatever text came in from outside by another way, no token is in it. */
function mapText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each: unknown) => mapText(each, change));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(
    ([key, each]) => [change(key), mapText(each, change)] as const,
  );
  return Object.fromEntries(members);
}
