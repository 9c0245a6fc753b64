import { createHash } from 'node:crypto';
import type { SettingReader } from '@drawbridge/node/config';

/** A reader that remembers what it read. */
export interface RecordingReader extends SettingReader {
  /** A hash of all that was read, by where it belongs. */
  digest(): string;
}

/**
 * Makes a reader that hands on to another, and can tell later whether the same was read.
 *
 * @param base - the path that settings are named from: an element of a list may come to stand elsewhere in it
 */
export function recordReads(reader: SettingReader, base: string): RecordingReader {
  const read = new Map<string, string>();
  const remember = (at: string, text: string) => {
    read.set(at.slice(base.length), text);
    return text;
  };
  return {
    ...reader,
    file: async (path, at) => remember(at, await reader.file(path, at)),
    secret: async (reference, at) => remember(at, await reader.secret(reference, at)),
    digest() {
      const all = [...read].toSorted(([a], [b]) => (a < b ? -1 : 1));
      return createHash('sha256').update(JSON.stringify(all)).digest('base64');
    },
  };
}
