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
  // By its spaces: it is done for each entry that is read, and a pattern takes several times as long.
  const form = text.indexOf(' ');
  const version = text.indexOf(' ', form + 1);
  const expiresAt = text.indexOf(' ', version + 1);
  const keptUntil = text.indexOf(' ', expiresAt + 1);
  const isWhole = form < version && version < expiresAt && expiresAt < keptUntil;
  if (!isWhole || text.slice(0, form) !== FORM) {
    throw unavailable(
      'the store has an entry in a form that this release does not know',
      'Run the release that wrote it, or give `store.folder` a new folder.',
    );
  }
  return {
    value: text.slice(keptUntil + 1),
    version: text.slice(form + 1, version),
    expiresAt: Number(text.slice(version + 1, expiresAt)),
    keptUntil: Number(text.slice(expiresAt + 1, keptUntil)),
  };
}
