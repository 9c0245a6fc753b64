import { unavailable } from '../unavailable.ts';

/** What is stored under a key. */
export interface Entry {
  readonly value: string;
  readonly version: string;
  /** Whole seconds since the epoch. */
  readonly expiresAt: number;
  /** When it may be removed: whole seconds since the epoch. */
  readonly keptUntil: number;
}

/** The form of an entry as text. */
const FORM = '2';

/** An entry as text: its form, version, two times and value, with a space between them. */
export function encodeEntry({ value, version, expiresAt, keptUntil }: Entry): string {
  return `${FORM} ${version} ${expiresAt} ${keptUntil} ${value}`;
}

/** @throws {DrawbridgeError} `store_unavailable` for what is no entry, or in the form of another release */
export function decodeEntry(text: string): Entry {
  const [, form, version, expiresAt, keptUntil, value] =
    /^(\d+) (\S+) (\S+) (\S+) ([^]*)$/.exec(text) ?? [];
  if (form !== FORM || version === undefined || value === undefined) {
    throw unavailable(
      'the store has an entry in a form that this release does not know',
      'Run the release that wrote it, or give `store.folder` a new folder.',
    );
  }
  return { value, version, expiresAt: Number(expiresAt), keptUntil: Number(keptUntil) };
}
