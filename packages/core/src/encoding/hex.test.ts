import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeHex } from './hex.ts';

it('writes two characters a byte, as Buffer does (property)', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(encodeHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
    }),
  );
});
