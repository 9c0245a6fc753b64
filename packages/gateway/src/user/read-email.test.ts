import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { readEmail } from './read-email.ts';

describe('readEmail', () => {
  it.each([
    // oauth2-proxy CVE-2026-40574: one reader takes the first domain, another the last.
    'attacker@evil.example@company.example',
    'attacker@company.example@evil.example',
    '"attacker@evil.example"@company.example',
    '@company.example',
    'alice@',
    'alice',
    '',
    'alice@company.example.',
    'alice@.company.example',
    'alice@company..example',
    'alice@company.example ',
    ' alice@company.example',
    'al ice@company.example',
    'alice@company.example\n',
    'alice\u0000@company.example',
    'alice@company.example,bob@company.example',
    'Alice <alice@company.example>',
    'alice@b\u00fccher.example',
    'alice@\u212aompany.example',
    `${'a'.repeat(65)}@company.example`,
    `alice@${'a'.repeat(260)}.example`,
    ['alice@company.example'],
    { email: 'alice@company.example' },
    17,
    null,
    undefined,
  ])('takes %j for none', (value) => {
    expect(readEmail(value)).toBeUndefined();
  });

  it.each([
    ['alice@company.example', 'alice@company.example'],
    ['Alice@Company.EXAMPLE', 'Alice@company.example'],
    ['alice+app@xn--bcher-kva.example', 'alice+app@xn--bcher-kva.example'],
    ['jos\u00e9@company.example', 'jos\u00e9@company.example'],
    ['root@localhost', 'root@localhost'],
  ])('reads %j', (value, email) => {
    expect(readEmail(value)).toBe(email);
  });

  it('never has two domains, or one that is not plain', () => {
    const piece = fc.oneof(
      fc.constantFrom('@', '.', 'a', 'company.example', ',', '"', ' ', '\u212a'),
      anyCharacter,
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const email = readEmail(pieces.join(''));
        if (email !== undefined) expect(email).toMatch(/^[^@]+@[a-z\d.-]+$/u);
      }),
      { numRuns: 2000 },
    );
  });
});
