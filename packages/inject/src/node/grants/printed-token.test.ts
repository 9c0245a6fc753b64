import { DrawbridgeError } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPrintedToken } from './printed-token.ts';

const clock = createTestClock();
const now = clock.seconds();
const read = (text: string) => readPrintedToken(text, 'the file /t', clock);
const jwt = (claims: object) =>
  ['{"alg":"none"}', JSON.stringify(claims), 'x']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

describe('readPrintedToken', () => {
  it.each([
    ['nothing', ' \n'],
    ['two lines', 'planted\nplanted'],
    ['a sentence', 'Your token is: planted'],
    ['a sentence in JSON', '{"access_token":"Bearer planted"}'],
    ['what is no JSON', '{planted'],
    ['JSON without a token', '{"id_token":"planted"}'],
    ['an empty token', '{"access_token":""}'],
    ['a token that is none', '{"access_token":["planted"]}'],
    ['a time that is none', '{"access_token":"planted","expires_in":"soon"}'],
    ['another', '{"status":{"token":"planted","expirationTimestamp":"soon"}}'],
    ['an error', '{"error":"invalid_grant"}'],
  ])('refuses %s, and repeats none of it', (_, text) => {
    expect(() => read(text)).toThrow(DrawbridgeError);
    expect(() => read(text)).toThrow('the file /t was read');
    expect(() => read(text)).not.toThrow('planted');
  });

  it.each([
    ['a token alone', 'abc\r\n', 'abc', undefined],
    ['a JWT', jwt({ exp: now + 90 }), undefined, now + 90],
    ['an answer', '{"access_token":"abc","expires_in":60}', 'abc', now + 60],
    ['a number as text', '{"access_token":"abc","expires_in":"60"}', 'abc', now + 60],
    ['az', `{"accessToken":"abc","expires_on":${now + 5}}`, 'abc', now + 5],
    [
      'an ExecCredential',
      '{"kind":"ExecCredential","status":{"token":"abc","expirationTimestamp":"2026-01-01T01:00:00Z"}}',
      'abc',
      now + 3600,
    ],
    ['one without an end', '{"status":{"token":"abc"}}', 'abc', undefined],
  ])('reads %s', (_, text, token, expiresAt) => {
    const tokens = read(text);
    expect(tokens.accessToken).toBe(token ?? text);
    expect([tokens.expiresAt, tokens.tokenType, tokens.obtainedAt]).toEqual([
      expiresAt,
      'Bearer',
      now,
    ]);
  });

  it('gives a token that a header field may have, or a fault (property)', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((token) => JSON.stringify({ access_token: token })),
    );
    fc.assert(
      fc.property(text, (given) => {
        try {
          expect(read(given).accessToken).toMatch(/^[\x21-\x7e]+$/);
        } catch (thrown) {
          if (!(thrown instanceof DrawbridgeError)) throw thrown;
          expect(thrown.code).toBe('token_endpoint_invalid');
        }
      }),
    );
  });
});
