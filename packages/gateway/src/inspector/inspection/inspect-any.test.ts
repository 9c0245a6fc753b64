import { encodeBase64Url, encodeUtf8 } from '@drawbridge/core';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  ADA,
  accessToken,
  clock,
  cookieOf,
  idToken,
  inParts,
  SECRET,
  verifier,
} from '../inspector.fixture.ts';
import { inspect } from './inspect.ts';

const value = await cookieOf();
const bare = await cookieOf(ADA, { compress: false });
const options = { vouchKeys: [{ secret: SECRET }], verifier, clock };

const piece = fc.constantFrom(
  'Cookie: ',
  'Set-Cookie: ',
  'curl -b ',
  "'",
  '"',
  ';',
  '=',
  '.',
  '\n',
  '_1of2',
  'VouchCookie',
  'H4sIAAAAAAAA_',
  'eyJhbGciOiJIUzI1NiJ9',
  'v1.abcdefghijk.',
  value,
  bare,
  idToken,
  accessToken,
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(piece, { maxLength: 12 }).map((all) => all.join('')),
  // What is nearly right: one character of it is another.
  fc
    .tuple(
      fc.constantFrom(value, bare, idToken, accessToken),
      fc.nat(),
      fc.string({ maxLength: 2 }),
    )
    .map(
      ([text, at, other]) =>
        text.slice(0, at % text.length) + other + text.slice((at % text.length) + 1),
    ),
);

it('throws for no text', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      const { layers, warnings } = await inspect(text, options);
      expect(layers.length).toBeLessThan(80);
      for (const layer of layers) expect(layer.about).not.toBe('');
      for (const warning of warnings) expect(warning.text).not.toBe('');
    }),
    { numRuns: 100 },
  );
});

const encode = (json: unknown) => encodeBase64Url(encodeUtf8(JSON.stringify(json)));
const name = fc.oneof(
  fc.constantFrom('sub', 'email', 'PAccessToken', 'groups', 'kid', '__proto__', 'constructor'),
  fc.string({ minLength: 1, maxLength: 12 }),
);
/** A value of JSON with a token somewhere in it. */
const around = (token: string) =>
  fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constant(token),
      fc.constant(`Bearer ${token}`),
      fc.array(tie('value'), { minLength: 1, maxLength: 2 }),
      fc.tuple(name, tie('value')).map(([key, inner]) => ({ [key]: inner })),
      fc.constant({ [token]: 1 }),
    ),
  })).value;

it.each([
  ['an ID token', idToken],
  ['a cookie', value],
  ['a cookie that is not compressed', bare],
  ['what Drawbridge sealed', `v1.abcdefghijk.${'Ab0_'.repeat(12)}`],
])('shows no token wherever it stands among claims: %s', async (_, token) => {
  await fc.assert(
    fc.asyncProperty(name, around(token), fc.boolean(), async (key, json, inHeader) => {
      const object = { [key]: json };
      const jwt = inHeader
        ? `${encode({ alg: 'HS256', ...object })}.${encode({ iss: 'x' })}.AAAA`
        : `${encode({ alg: 'HS256' })}.${encode({ username: 'x', CustomClaims: object, ...object })}.AAAA`;
      const shown = JSON.stringify(await inspect(`n=${jwt}`, options));
      expect(shown).not.toContain(token);
      // Nor what is left when the beginning is cut off.
      expect(shown).not.toContain(token.slice(-24));
    }),
    { numRuns: 60 },
  );
});

it('shows no token that is the name of a cookie, or stands in its attributes', async () => {
  for (const text of [
    `${idToken}=x`,
    `Set-Cookie: a=b; Domain=${idToken}; ${idToken}`,
    `Cookie: ${idToken}_1of2=x`,
  ]) {
    const shown = JSON.stringify(await inspect(text, options));
    expect(shown).not.toContain(idToken);
    expect(shown).not.toContain(idToken.toLowerCase());
  }
});

const jwtWith = (text: string) =>
  `${encode({ alg: 'HS256' })}.${encode({ username: 'x', CustomClaims: { text } })}.AAAA`;

it.each([
  ['quotation marks that are not closed', `curl -b ${'"\\'.repeat(50_000)}`],
  ['brackets', `${encode({ alg: 'HS256' })}.${encodeBase64Url(encodeUtf8('['.repeat(60_000)))}.`],
  ['equals signs', '='.repeat(100_000)],
  ['pairs', 'a=b;'.repeat(30_000)],
  ['parts', Array.from({ length: 4_000 }, (_, at) => `V${at}_1of8=x`).join(';')],
  ['dots', 'e'.repeat(3) + '.'.repeat(100_000)],
  ['white space', `Cookie:${' '.repeat(100_000)}x`],
  ['words that may be tokens', 'eyJ'.repeat(40_000)],
  ['words among claims that may be tokens', jwtWith('eyJ'.repeat(15_000))],
  ['words among claims that may be tokens, with dots', jwtWith('eyJ.'.repeat(11_000))],
  ['fields', 'Cookie: a=b\n'.repeat(10_000)],
])('is done soon with many %s', async (_, text) => {
  const before = performance.now();
  await inspect(text, options);
  expect(performance.now() - before).toBeLessThan(5_000);
});

it('shows a part of a cookie for what it is, and not what is in it', async () => {
  for (const part of inParts(value, 3)) {
    expect(JSON.stringify(await inspect(part, options))).not.toContain(part.slice(-24));
  }
});
