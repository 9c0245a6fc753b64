import { decodeBase64Url, encodeHex, encodeUtf8 } from '@drawbridge/core';
import { anyCharacter } from '../../../../tools/any-character.ts';
import * as fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hmac } from './hmac.ts';
import { RUNTIMES, standOn } from './runtimes.fixture.ts';

describe.each(RUNTIMES)('hmac on %s', (runtime) => {
  let end = () => {};
  beforeEach(() => {
    end = standOn(runtime);
  });
  afterEach(() => end());

  it.each([
    ['sha256', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
    [
      'sha384',
      'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649',
    ],
    [
      'sha512',
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    ],
  ] as const)('is that of RFC 4231 section 4.3 (test case 2) with %s', async (hash, expected) => {
    const found = await hmac(hash, 'Jefe', encodeUtf8('what do ya want for nothing?'));
    expect(encodeHex(found)).toBe(expected);
  });

  it('signs the example of RFC 7515 appendix A.1 with no secret but its very characters', async () => {
    const input =
      'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
    const base64 =
      'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow';
    // The key of the RFC is bytes; a secret of Vouch Proxy that looks like base64 is not decoded.
    const decoded = createHmac('sha256', decodeBase64Url(base64) ?? '')
      .update(input)
      .digest('base64url');
    expect(decoded).toBe('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk');
    const found = Buffer.from(await hmac('sha256', base64, encodeUtf8(input)));
    expect(found.toString('base64url')).not.toBe(decoded);
  });

  it('takes the secret in UTF-8, whatever characters it has (property)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, maxLength: 80, unit: anyCharacter }),
        fc.uint8Array({ maxLength: 200 }),
        async (secret, data) => {
          const found = await hmac('sha256', secret, data);
          const expected = createHmac('sha256', Buffer.from(secret, 'utf8')).update(data).digest();
          expect(encodeHex(found)).toBe(expected.toString('hex'));
        },
      ),
      { numRuns: 100 },
    );
  });
});
