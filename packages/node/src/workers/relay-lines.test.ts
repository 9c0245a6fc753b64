import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { relayLines } from './relay-lines.ts';

/** What comes out, for pieces that go in. */
async function relay(pieces: readonly Uint8Array[]): Promise<readonly string[]> {
  const from = new PassThrough();
  const written: string[] = [];
  relayLines(from, (text) => written.push(text));
  for (const piece of pieces) from.write(piece);
  from.end();
  await finished(from);
  return written;
}

test('hands on whole lines, however they were cut', async () => {
  const line = fc.string({ unit: anyCharacter }).map((text) => text.replaceAll('\n', ''));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat({ max: 40 })), async (lines, sizes) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const pieces: Uint8Array[] = [];
      let at = 0;
      for (const size of [...sizes, bytes.length]) {
        pieces.push(bytes.subarray(at, at + size));
        at += size;
      }
      const written = await relay(pieces.filter(({ length }) => length > 0));
      // Each piece that is written is one or more of the lines, whole.
      expect(written.flatMap((text) => text.split('\n'))).toEqual(lines);
    }),
  );
});

test('hands on a last line that has no end, which is all that a process may have said', async () => {
  expect(await relay([Buffer.from('one\ntwo')])).toEqual(['one', 'two']);
});
