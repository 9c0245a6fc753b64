import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { removeFields } from './remove-fields.ts';

const names = new Set(['authorization', 'x-id-token']);
const field = fc.constantFrom(
  'Authorization',
  'AUTHORIZATION',
  'x-Id-tokeN',
  'X-ID-Tok',
  'Host',
  'x',
);

describe('removeFields', () => {
  it('removes each field of a name, however it is written, and no other (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(field, fc.string())), (sent) => {
        const rawHeaders = sent.flat();
        const headers = Object.fromEntries(
          sent.map(([name, value]) => [name.toLowerCase(), value] as const),
        );
        const headersDistinct = Object.fromEntries(
          sent.map(([name, value]): [string, string[]] => [name.toLowerCase(), [value]]),
        );
        removeFields({ rawHeaders, headers, headersDistinct, socket: {} }, names);
        const kept = sent.filter(([name]) => !names.has(name.toLowerCase()));
        expect(rawHeaders).toEqual(kept.flat());
        const left = new Set(kept.map(([name]) => name.toLowerCase()));
        expect(new Set(Object.keys(headers))).toEqual(left);
        expect(new Set(Object.keys(headersDistinct))).toEqual(left);
      }),
    );
  });
});
