import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseEmail } from './email.ts';

// What it refuses is in the tests of domains, where it matters.
it.each([
  ['Alice@Company.TEST', 'alice@company.test', 'Alice', 'company.test'],
  ['a+b@xn--bcher-kva.test', 'a+b@xn--bcher-kva.test', 'a+b', 'xn--bcher-kva.test'],
  ['josé@company.test', 'josé@company.test', 'josé', 'company.test'],
  ['JOSÉ@localhost', 'josÉ@localhost', 'JOSÉ', 'localhost'],
])('reads %j', (text, address, local, domain) => {
  expect(parseEmail(text)).toEqual({ address, local, domain });
});

it('reads its own spelling alike, and none with a second @ (property)', () => {
  const piece = fc.oneof(
    fc.constantFrom('@', '.', '-', 'a', 'B', 'x.test', '"', ' ', '\u212a', '\u0130'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('');
      const email = parseEmail(text);
      if (email === undefined) return;
      expect(parseEmail(email.address)).toMatchObject({
        address: email.address,
        domain: email.domain,
      });
      expect(text.split('@')).toHaveLength(2);
      expect(text.startsWith(`${email.local}@`)).toBe(true);
      expect(email.domain).toMatch(/^[a-z\d-]+(\.[a-z\d-]+)*$/);
    }),
    { numRuns: 2000 },
  );
});
