import type { HeaderField } from '@drawbridge/core';
import { aliases } from '../snippets/aliases.ts';
import type { Answer } from './send.ts';

/** A field that a client wrote, and that came through. */
export interface Spoof {
  /** As it was written. */
  readonly spelling: string;
  /** The field that apps take it for. */
  readonly name: string;
  readonly value: string;
}

/** In one request: HAProxy and Envoy take 100 by default, with those of the browser and of what is before them. */
const MOST = 48;

/** Of a name with more, all spellings would be thousands. */
const MOST_HYPHENS = 6;

/** Each name in each spelling that apps take for it. */
export function spoofsOf(names: readonly string[]): readonly Spoof[] {
  const spelled = names.flatMap((name) =>
    [...new Set([name, name.toLowerCase(), ...othersOf(name)])].map((spelling) => ({
      spelling,
      name,
    })),
  );
  return spelled.map((each, index) => ({ ...each, value: `doctor-spoofed-${index}` }));
}

/** Of a long name those with one other character, and those without a hyphen. */
function othersOf(name: string): readonly string[] {
  const words = name.split('-');
  if (words.length - 1 <= MOST_HYPHENS) return aliases(name);
  return ['_', '.'].flatMap((other) => [
    words.join(other),
    ...words
      .slice(1)
      .map(
        (_, at) => `${words.slice(0, at + 1).join('-')}${other}${words.slice(at + 1).join('-')}`,
      ),
  ]);
}

/**
 * Sends them, and looks which of them an app that shows what it received has.
 *
 * @param ask - sends these fields with those of a browser
 * @returns the first that came through
 */
export async function sendSpoofs(
  spoofs: readonly Spoof[],
  ask: (fields: readonly HeaderField[]) => Promise<Answer>,
): Promise<Spoof | undefined> {
  for (let at = 0; at < spoofs.length; at += MOST) {
    const through = await sendSome(spoofs.slice(at, at + MOST), ask);
    if (through !== undefined) return through;
  }
  return undefined;
}

async function sendSome(
  spoofs: readonly Spoof[],
  ask: (fields: readonly HeaderField[]) => Promise<Answer>,
): Promise<Spoof | undefined> {
  const { status, text } = await ask(
    spoofs.map(({ spelling, value }): HeaderField => [spelling, value]),
  );
  if (status >= 200 && status < 300) {
    return spoofs.find(({ value }) => new RegExp(`${value}(?!\\d)`).test(text));
  }
  // One that is refused would hide the others.
  if (spoofs.length === 1) return undefined;
  const half = Math.ceil(spoofs.length / 2);
  return (await sendSome(spoofs.slice(0, half), ask)) ?? (await sendSome(spoofs.slice(half), ask));
}
