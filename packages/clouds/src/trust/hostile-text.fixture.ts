import fc from 'fast-check';

/** Texts of one line that templates and shells would take for something. */
export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '${',
        '}',
        '%{',
        '$',
        '"',
        "'",
        '\\',
        '`',
        '#',
        ':',
        ' ',
        ',',
        '*',
        '!',
        '&',
        '~',
        '-',
        '\\u0000',
        '"Federated":"',
      ),
      fc
        .string({ unit: 'grapheme', maxLength: 3 })
        .filter((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => text !== '');
