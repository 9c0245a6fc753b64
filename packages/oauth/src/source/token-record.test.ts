import { DrawbridgeError } from '@drawbridge/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRecord, LONGEST_TERM, parseRecord, type TokenRecord } from './token-record.ts';

const printable = fc.stringMatching(/^[\x20-\x7e]+$/);
const time = fc.nat();
const record: fc.Arbitrary<TokenRecord> = fc.record(
  {
    tokens: fc.record(
      {
        accessToken: printable,
        tokenType: printable,
        obtainedAt: time,
        expiresAt: time,
        refreshToken: fc.string(),
        idToken: fc.string(),
        scope: fc.string(),
      },
      { requiredKeys: ['accessToken', 'tokenType', 'obtainedAt'] },
    ),
    lease: fc.record({ owner: printable, term: fc.nat(LONGEST_TERM) }),
    ended: fc.record({ at: time, why: fc.string(), hint: fc.string() }),
  },
  { requiredKeys: [] },
);

const good = { v: 1, tokens: { access_token: 'a', token_type: 'Bearer', obtained_at: 1 } };
const withTokens = (more: object) => ({ v: 1, tokens: { ...good.tokens, ...more } });

describe('parseRecord refuses', () => {
  const bad: Readonly<Record<string, unknown>> = {
    'a list': [],
    null: null,
    'no version': { tokens: good.tokens },
    'a version that is to come': { ...good, v: 2 },
    'a version as text': { ...good, v: '1' },
    'tokens that are none': { v: 1, tokens: 'a' },
    'tokens without an access token': { v: 1, tokens: { token_type: 'Bearer', obtained_at: 1 } },
    'an empty access token': withTokens({ access_token: '' }),
    'an access token with a line end': withTokens({ access_token: 'a\r\nX-Admin: 1' }),
    'an access token beyond ASCII': withTokens({ access_token: 'é' }),
    'a time before all times': withTokens({ expires_at: -1 }),
    'a time as text': withTokens({ expires_at: '1' }),
    'an access token with a character that nobody sees': withTokens({ access_token: 'a\u007f' }),
    'a token type with a line end': withTokens({ token_type: 'Bearer\r\nX-Admin: 1' }),
    'tokens without a type': { v: 1, tokens: { access_token: 'a', obtained_at: 1 } },
    'tokens of no time': { v: 1, tokens: { access_token: 'a', token_type: 'Bearer' } },
    'tokens that are null': { v: 1, tokens: null },
    'a lease that is null': { ...good, lease: null },
    'an end that is null': { ...good, ended: null },
    'an end of no time': { v: 1, ended: { why: 'x' } },
    'a time after all times': { v: 1, ended: { at: 1e300, why: 'x' } },
    'a refresh token that is a number': withTokens({ refresh_token: 1 }),
    'a lease without an owner': { v: 1, lease: { term: 1 } },
    'a lease that would keep everybody waiting': { v: 1, lease: { owner: 'a', term: 1e9 } },
    'an end without a reason': { v: 1, ended: { at: 1 } },
  };
  it.each(Object.entries(bad))('%s', (_, value) => {
    expect(() => parseRecord(JSON.stringify(value))).toThrow(
      expect.objectContaining({ code: 'data_unusable', hint: expect.stringContaining('left') }),
    );
  });

  it.each([
    [2, 'a newer release wrote it'],
    [0, 'it is of no version that this release knows'],
    ['2', 'it is of no version that this release knows'],
  ])('the version %j, and says whose it may be', (v, why) => {
    expect(() => parseRecord(JSON.stringify({ ...good, v }))).toThrow(why);
  });

  it('text that is no JSON, and shows nothing of it, as the engine would', () => {
    const spoilt = '{"v":1,"tokens":{"refresh_token":planted-secret}}';
    expect(() => parseRecord(spoilt)).toThrow(/^what is kept of a token source .*: it is no JSON$/);
  });

  it('text that is cut off, and shows nothing of it', () => {
    const text = formatRecord({
      tokens: { accessToken: 'planted-secret', tokenType: 'Bearer', obtainedAt: 1 },
    });
    for (let length = 0; length < text.length; length++) {
      let thrown: unknown;
      try {
        parseRecord(text.slice(0, length));
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({ code: 'data_unusable' });
      expect(String(thrown)).not.toContain('planted');
    }
  });

  it('anything else with the same fault alone', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          parseRecord(text);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(DrawbridgeError);
          expect(thrown).toMatchObject({ code: 'data_unusable' });
        }
      }),
    );
  });
});

it('a record comes back as it was written', () => {
  fc.assert(
    fc.property(record, (given) => {
      expect(parseRecord(formatRecord(given))).toEqual(given);
    }),
  );
});

it('names members as they are on the wire, and says of which version they are', () => {
  const tokens = {
    accessToken: 'a',
    tokenType: 'Bearer',
    obtainedAt: 1,
    expiresAt: 2,
    refreshToken: 'r',
  };
  expect(JSON.parse(formatRecord({ tokens, lease: { owner: 'o', term: 3 } }))).toEqual({
    v: 1,
    tokens: {
      access_token: 'a',
      token_type: 'Bearer',
      obtained_at: 1,
      expires_at: 2,
      refresh_token: 'r',
    },
    lease: { owner: 'o', term: 3 },
  });
});
