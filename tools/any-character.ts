import * as fc from 'fast-check';

/**
 * Any character of Unicode, for texts of property tests: `fc.string({ unit: anyCharacter })`. Half of
 * them are of ASCII, which formats give a meaning to. fast-check's own unit `binary` does the same and
 * takes seconds to make.
 */
export const anyCharacter = fc
  .oneof(
    fc.integer({ min: 0, max: 0x7f }),
    // Without surrogates, which are no characters of their own.
    fc.oneof(fc.integer({ min: 0x80, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff })),
  )
  .map((codePoint) => String.fromCodePoint(codePoint));
