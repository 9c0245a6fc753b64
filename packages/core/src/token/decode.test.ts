import * as fc from 'fast-check';
import { createTestIssuer, forgeHostileTokens } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { encodeBase64Url } from '../encoding/base64url.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { UPSTREAM_DEFAULTS } from '../upstream-defaults.ts';
import { decodeToken } from './decode.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const part = (value: unknown) => encodeBase64Url(utf8(JSON.stringify(value)));

/** What decoding makes of any text: parts, or the code of its fault. Anything else fails the test. */
function outcome(text: string): string {
  try {
    decodeToken(text);
    return 'decoded';
  } catch (error) {
    if (!(error instanceof DrawbridgeError)) throw error;
    return error.code;
  }
}

describe('decodeToken', () => {
  it('takes a token apart', () => {
    const text = `${part({ alg: 'RS256' })}.${part({ sub: 'alice' })}.AQID`;
    const { header, claims, signingInput, signature } = decodeToken(text);
    expect({ header, claims }).toEqual({ header: { alg: 'RS256' }, claims: { sub: 'alice' } });
    expect(signingInput).toBe(text.slice(0, text.lastIndexOf('.')));
    expect(signature).toEqual(new Uint8Array([1, 2, 3]));
  });

  it('refuses claims that are nested too deeply, before anybody writes them out', () => {
    const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const tokenOf = (depth: number) =>
      `${part({ alg: 'RS256' })}.${encodeBase64Url(utf8(nested(depth)))}.AQID`;
    expect(decodeToken(tokenOf(31)).claims).toHaveProperty('a');
    for (const depth of [32, 1000, 5000]) {
      expect(() => decodeToken(tokenOf(depth))).toThrow(
        expect.objectContaining({ code: 'token_malformed' }),
      );
    }
  });

  it('never throws anything but a DrawbridgeError of its own kinds', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.jsonValue().map(part),
      fc.uint8Array().map(encodeBase64Url),
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join('.')),
    );
    fc.assert(
      fc.property(text, (candidate) => {
        expect(['decoded', 'token_malformed', 'token_encrypted']).toContain(outcome(candidate));
      }),
      { numRuns: 2000 },
    );
  });

  it('gives any header and claims back as they were', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(object, object, fc.uint8Array(), (header, claims, signature) => {
        const token = decodeToken(`${part(header)}.${part(claims)}.${encodeBase64Url(signature)}`);
        expect(JSON.stringify(token.header)).toBe(JSON.stringify(header));
        expect(JSON.stringify(token.claims)).toBe(JSON.stringify(claims));
        expect(token.signature).toEqual(signature);
      }),
    );
  });

  it('finds the fault of every token that is forged in form', async () => {
    const tokens = await forgeHostileTokens(await createTestIssuer({ algorithms: ['ES256'] }));
    const ofForm = tokens.filter(({ code }) =>
      ['token_malformed', 'token_encrypted', 'token_too_large'].includes(code),
    );
    expect(ofForm.length).toBeGreaterThan(25);
    // A kid of a wrong type is for checkHeader to find.
    for (const { name, token, code } of ofForm.filter((forged) => !forged.name.startsWith('kid'))) {
      expect(outcome(token), name).toBe(code);
    }
  });

  it('looks at nothing beyond the limit', () => {
    const good = `${part({ alg: 'RS256' })}.${part({ sub: 'a' })}.`;
    const longest = good + 'A'.repeat(UPSTREAM_DEFAULTS.tokenLength - good.length);
    expect(outcome(longest)).toBe('decoded');
    expect(outcome(`${longest}A`)).toBe('token_too_large');
    expect(() => decodeToken(good, good.length - 1)).toThrow(/limit is/);
  });

  it('tells how many parts there are, not what is in them', () => {
    expect(() => decodeToken('secret')).toThrow('it has 1 part, not 3');
    expect(() => decodeToken('secret.secret')).toThrow('it has 2 parts, not 3');
    expect(() => decodeToken('a.'.repeat(500))).toThrow('it has more than 5 parts, not 3');
  });
});
