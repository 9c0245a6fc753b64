import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase64Url } from '../encoding/base64url.ts';
import { encodeUtf8 } from '../encoding/utf8.ts';
import { serverWords } from './server-words.ts';

const part = (text: string) => encodeBase64Url(encodeUtf8(text));
const JWT = `${part('{"alg":"RS256"}')}.${part('{"sub":"somebody of whom much is said"}')}.${'s'.repeat(86)}`;

describe('serverWords', () => {
  it.each([
    ['not there', undefined],
    ['a number', 1],
    ['an object', { toString: () => 'x' }],
    ['empty', ''],
    ['only what cannot be printed', '\u001b\u202e\n'],
  ])('has no word of what is no text: %s', (_, value) => {
    expect(serverWords(value, [])).toBeUndefined();
  });

  it('hides what was sent', () => {
    expect(serverWords('no client has the secret sesame-sesame!', ['sesame-sesame'])).toBe(
      'no client has the secret [hidden]!',
    );
  });

  it('hides what looks like a token, and its parts', () => {
    const long = 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9';
    expect(serverWords(`bad token ${long}.${long}`, [])).toBe('bad token [hidden].[hidden]');
  });

  it('leaves what a person reads', () => {
    const text = 'unknown urn:ietf:params:oauth:token-type:access_token for https://a.example/b';
    expect(serverWords(text, [''])).toBe(text);
  });

  it('gives a terminal nothing to obey', () => {
    expect(serverWords('\u001b[31mred\u202e\r\nnext', [])).toBe('[31mred next');
  });

  it('is printable, bounded, and never has the secret in it', () => {
    const unit = fc.nat(0xffff).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 200 }), (noise) => {
        const words = serverWords(`${noise}${JWT}${noise}`, [JWT]) ?? '';
        expect(words).toMatch(/^[\x20-\x7e]{0,303}$/);
        expect(words).not.toContain(JWT);
      }),
    );
  });
});
