import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimFieldName, claimFieldValue } from './claim-field.ts';

const PREFIX = 'X-Vouch-IdP-Claims-';

/** What Node lets into a field: with anything else it throws. */
// oxlint-disable-next-line no-control-regex -- they are what must not be there
const VALUE = /^(?:[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?$/;
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/** As a proxy has the bytes of a field. */
const bytesOf = (value: string) => new TextDecoder().decode(Buffer.from(value, 'latin1'));

describe('claimFieldName', () => {
  it.each([
    ['groups', 'Groups'],
    ['given_name', 'Given-Name'],
    ['boolean_claim', 'Boolean-Claim'],
    ['http://www.example.com/favorite_color', 'Www-Example-Com-Favorite-Color'],
    ['https://example.com/a b', 'Example-Com-A-B'],
    ['e-mail', 'E-Mail'],
    ['isMemberOf', 'Ismemberof'],
    ['a(b)"c",d/e:f;g<h>i=j?k@l[m]n{o}p\\q', 'A-B--C--D-E-F-G-H-I-J-K-L-M-N-O-P-Q'],
    ['größe\r\nx: y', 'Gr--E--X--Y'],
    ['\u674e', '-'],
  ])('of %j is %s', (claim, rest) => {
    expect(claimFieldName(PREFIX, claim)).toBe(PREFIX + rest);
  });

  it('is a name that may be sent, and one that no CGI takes for another (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (claim) => {
        const name = claimFieldName(PREFIX, claim);
        expect(name).toMatch(NAME);
        expect(name).not.toMatch(/[_.]/);
      }),
    );
  });
});

describe('claimFieldValue', () => {
  it.each<[unknown]>([
    ['a\r\nX-Vouch-User: admin'],
    ['a\nb'],
    ['a\u0000b'],
    ['a\tb'],
    ['\u007f'],
    [' admin'],
    ['admin '],
    ['\ud800'],
    [['a', 'b\r']],
    [['a","admin']],
    [['"']],
    [{ a: 'b\n' }],
    [[{ a: '"' }]],
  ])('of %j is empty, since it would be read as something else', (value) => {
    expect(claimFieldValue(value)).toBe('');
  });

  it.each<[unknown, string]>([
    ['Tester', 'Tester'],
    ['100%', '100%'],
    ['', ''],
    [['Website Users', 'Test Group'], '"Website Users","Test Group"'],
    [['a,b'], '"a,b"'],
    [[' a '], '" a "'],
    [[], ''],
    [true, 'true'],
    [null, '<nil>'],
    [1, '1'],
    [-1.5, '-1.5'],
    [0, '0'],
    [-0, '-0'],
    [123456, '123456'],
    [123456.7, '123456.7'],
    [1000000, '1e+06'],
    [1234567.5, '1.2345675e+06'],
    [1767225600, '1.7672256e+09'],
    [1e21, '1e+21'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1e-7, '1e-07'],
    [{ b: [1, 'x', null], a: { z: true } }, 'map[a:map[z:true] b:[1 x <nil>]]'],
    [{}, 'map[]'],
  ])('of %j is %s, as Go prints it', (value, text) => {
    expect(claimFieldValue(value)).toBe(text);
  });

  it.each(['José', '\u674e', '😀', 'a\u0301'])('of %s has the bytes of UTF-8', (text) => {
    const value = claimFieldValue(text);
    expect(value).toMatch(VALUE);
    expect(bytesOf(value)).toBe(text);
  });

  it('may be sent, whatever the claim is (property)', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(claimFieldValue(value)).toMatch(VALUE);
      }),
    );
  });

  it('of two texts is never the same, unless it is empty (property)', () => {
    const text = fc.string({ unit: 'binary', maxLength: 4 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const value = claimFieldValue(one);
        if (one !== other && value !== '') expect(claimFieldValue(other)).not.toBe(value);
      }),
    );
  });

  it('of a list is read back as that list, unless it is empty (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), (texts) => {
        const value = claimFieldValue(texts);
        if (value !== '') expect(bytesOf(value).slice(1, -1).split('","')).toEqual(texts);
      }),
    );
  });
});
