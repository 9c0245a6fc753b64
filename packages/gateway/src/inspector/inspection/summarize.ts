import { type JsonObject, member } from '@drawbridge/core';
import type { Signature } from './inspection.ts';
import { countCharacters } from './count-characters.ts';
import type { Mask } from './mask.ts';
import { showClock } from './show-clock.ts';

/** Characters of a name that are told in front; it stands whole among the claims. */
const MAX_NAME = 200;

/** What a line is made of: seconds since the epoch. */
interface Summary {
  readonly claims: JsonObject;
  readonly signature: Signature;
  readonly now: number;
  readonly mask: Mask;
}

/**
 * Who, and until when, in one line: what most people come to ask. It is of a token alone: whether it was signed out of, or is
 * for this host, is not known by it.
 */
export function summarize({ claims, signature, now, mask }: Summary): string {
  const time = (name: string) => {
    const value = member(claims, name);
    return typeof value === 'number' && Number.isFinite(new Date(value * 1000).getTime())
      ? value
      : undefined;
  };
  return [
    whoOf(claims, mask),
    untilWhen({ ends: time('exp'), begins: time('nbf'), now }),
    STATES[signature.state],
  ].join(', ');
}

const STATES: Readonly<Record<Signature['state'], string>> = {
  verified: 'signature verified',
  forged: 'and the signature is forged: anybody can have written this',
  'not checked': 'signature not checked',
  'not signed': 'and not signed: anybody can have written this',
};

/** Until when something is good, as part of a sentence. All times are seconds since the epoch. */
export function untilWhen({
  ends,
  begins,
  now,
}: {
  readonly ends: number | undefined;
  readonly begins?: number | undefined;
  readonly now: number;
}): string {
  if (ends !== undefined && ends <= now) return `ended ${momentOf(ends, now)}`;
  if (begins !== undefined && begins > now) return `good only from ${momentOf(begins, now)} on`;
  return ends === undefined ? 'without an end' : `good until ${momentOf(ends, now)}`;
}

/** `2026-01-01 03:12 UTC (in 3 h 12 min)`. */
function momentOf(time: number, now: number): string {
  const moment = new Date(time * 1000).toISOString();
  return `${moment.slice(0, -8).replace('T', ' ')} UTC (${showClock(time - now)})`;
}

function whoOf(claims: JsonObject, mask: Mask): string {
  for (const name of ['username', 'email', 'preferred_username', 'sub']) {
    const value = member(claims, name);
    if (typeof value === 'string' && value !== '') {
      if (value.length > MAX_NAME) return `A ${name} of ${countCharacters(value)}`;
      return String(mask.json(value, name));
    }
  }
  return 'Nobody is named';
}
