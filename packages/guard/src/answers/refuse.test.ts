import { DrawbridgeError, type ErrorCode, ERRORS } from '@drawbridge/core';
import { createLogRecorder, replyJson, replyText } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { Insufficient } from '../requirements/insufficient.ts';
import { bearerChallenge } from './challenge.ts';
import { createRefuse } from './refuse.ts';

const codes = Object.keys(ERRORS) as ErrorCode[];
const refuse = createRefuse({});
const field = (reply: ReturnType<typeof refuse>, name: string) =>
  reply.headers.find(([found]) => found === name)?.[1];

const STATUS = {
  request: 400,
  token: 401,
  policy: 403,
  upstream: 503,
  busy: 503,
  configuration: 500,
  person: 500,
  bug: 500,
} as const;

describe('createRefuse', () => {
  it.each(codes)('answers %s by its kind, and tells no detail', (code) => {
    const cause = new Error('planted');
    const reply = refuse(new DrawbridgeError(code, { detail: 'planted', cause, token: 'planted' }));
    const { kind } = ERRORS[code];
    const status = STATUS[kind];
    expect(reply.status).toBe(status);
    expect(field(reply, 'cache-control')).toBe('no-store');
    expect(field(reply, 'retry-after') !== undefined).toBe(status === 503);
    expect(JSON.stringify(reply)).not.toContain('planted');
    expect(replyJson(reply)).toMatchObject({ code: status === 500 ? 'internal' : code });
  });

  it('shows a hint for faults of form alone', () => {
    for (const code of codes) {
      const text = replyText(refuse(new DrawbridgeError(code, { hint: 'A hint.' })));
      expect(text.includes('A hint.'), code).toBe(ERRORS[code].kind === 'request');
    }
  });

  it('RFC 6750 section 3.1: names no error to who sends no token', () => {
    const reply = createRefuse({ realm: 'orders' })(new DrawbridgeError('credentials_missing'));
    expect(reply.status).toBe(401);
    expect(field(reply, 'www-authenticate')).toBe('Bearer realm="orders"');
    expect(replyJson(reply)).toEqual({
      error_description: 'The request lacks a token that it needs.',
      code: 'credentials_missing',
    });
    expect(field(refuse(new DrawbridgeError('credentials_missing')), 'www-authenticate')).toBe(
      'Bearer',
    );
  });

  it('RFC 6750 section 3.1: says what is wrong with a token', () => {
    const reply = refuse(new DrawbridgeError('token_expired'));
    expect(field(reply, 'www-authenticate')).toBe(
      'Bearer error="invalid_token", error_description="The token has expired."',
    );
    expect(replyJson(reply)).toEqual({
      error: 'invalid_token',
      error_description: 'The token has expired.',
      code: 'token_expired',
    });
  });

  it('RFC 6750 section 3.1: says which scopes are needed', () => {
    const cause = new Insufficient('needs two scopes', ['orders:read', 'orders:write']);
    const reply = refuse(new DrawbridgeError('scope_insufficient', { cause }));
    expect(reply.status).toBe(403);
    expect(field(reply, 'www-authenticate')).toMatch(
      /^Bearer error="insufficient_scope", .*, scope="orders:read orders:write"$/,
    );
    const without = refuse(new DrawbridgeError('scope_insufficient', { cause: ['x'] }));
    expect(field(without, 'www-authenticate')).not.toContain('scope=');
  });

  it('RFC 9728 section 5.1: says where the metadata are', () => {
    const reply = createRefuse({ metadataUrl: 'https://api.test/.well-known/x' })(
      new DrawbridgeError('credentials_missing'),
    );
    expect(field(reply, 'www-authenticate')).toBe(
      'Bearer resource_metadata="https://api.test/.well-known/x"',
    );
  });

  it('challenges nobody who cannot do better by another token', () => {
    for (const code of ['proxy_unproven', 'upstream_timeout', 'overloaded', 'internal'] as const) {
      expect(field(refuse(new DrawbridgeError(code)), 'www-authenticate')).toBeUndefined();
    }
  });

  it('says when to try again, as the fault knows it', () => {
    const fault = new DrawbridgeError('upstream_timeout', { retryAfter: 17 });
    expect(field(refuse(fault), 'retry-after')).toBe('17');
  });

  it('makes a 500 of anything else, and tells nothing of it', () => {
    for (const thrown of [new TypeError('planted'), 'planted', undefined, null, { status: 200 }]) {
      const reply = refuse(thrown);
      expect(reply.status).toBe(500);
      expect(JSON.stringify(reply)).not.toContain('planted');
    }
  });

  it('forbidden: says 403 to all faults of callers, in the words of eoepca-security', () => {
    const plain = createRefuse({
      refusals: 'forbidden',
      realm: 'x',
      metadataUrl: 'https://a.test',
    });
    for (const code of codes) {
      const { kind } = ERRORS[code];
      const reply = plain(new DrawbridgeError(code));
      if (!['request', 'token', 'policy'].includes(kind)) {
        expect(reply.status).toBe(refuse(new DrawbridgeError(code)).status);
        continue;
      }
      expect(reply.status, code).toBe(403);
      expect(field(reply, 'www-authenticate')).toBeUndefined();
      expect(replyJson(reply)).toMatchObject({
        detail:
          code === 'credentials_missing'
            ? 'Not authenticated'
            : 'Invalid authentication credentials',
      });
    }
  });

  it('tells the log why, at the level of who must act', () => {
    const log = createLogRecorder();
    const logging = createRefuse({ log });
    logging(new DrawbridgeError('token_expired', { detail: 'why', token: 'abc' }));
    logging(new DrawbridgeError('upstream_timeout'));
    logging(new TypeError('a bug'));
    logging(new DrawbridgeError('key_unknown', { repeated: true }));
    expect(log.entries.map(({ level }) => level)).toEqual(['info', 'warn', 'error', 'debug']);
    expect(log.entries[0]?.fields).toMatchObject({ detail: 'why', token: 'abc', status: 401 });
  });
});

describe('bearerChallenge', () => {
  it('never lets a value out of its quotes', () => {
    const value = fc.option(fc.string({ unit: anyCharacter }), { nil: undefined });
    fc.assert(
      fc.property(value, value, value, (realm, error_description, scope) => {
        const text = bearerChallenge({ realm, error_description, scope });
        expect(text).toMatch(/^Bearer(?: [a-z_]+="[\x20\x21\x23-\x5b\x5d-\x7e]*"(?:,|$))*$/);
      }),
    );
  });
});
