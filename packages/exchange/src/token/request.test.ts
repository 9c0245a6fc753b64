import { ALGORITHM_NAMES, DrawbridgeError } from '@drawbridge/core';
import { testCall, type TestCallOptions } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readParameters } from './read-parameters.ts';
import { readTokenRequest } from './request.ts';

const TYPES = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  jwt: 'application/jwt',
} as const;

/** A request that says nothing beside the token. */
function plain(token: string) {
  const issuedTokenType = 'urn:ietf:params:oauth:token-type:id_token';
  return { token, named: false, audiences: [], issuedTokenType, credentials: {} };
}

function read(type: string | readonly string[], body?: TestCallOptions['body']) {
  const types = typeof type === 'string' ? [type] : type;
  return readTokenRequest(
    testCall({
      method: 'POST',
      headers: types.map((value) => ['Content-Type', value] as const),
      ...(body !== undefined && { body }),
    }),
    { read: readParameters, heedsAuthorization: true },
  );
}

describe('readTokenRequest refuses', () => {
  it.each([
    [[]],
    [['']],
    [['text/plain']],
    [['application/jsonx']],
    [['application/json, application/jwt']],
    [['multipart/form-data; boundary=x']],
    [['constructor']],
    [[TYPES.json, TYPES.json]],
    [[TYPES.json, TYPES.jwt]],
  ])('the content types %j', async (types) => {
    await expect(read(types, '{"token":"a"}')).rejects.toMatchObject({
      code: 'media_type_unsupported',
      status: 415,
      hint: expect.stringContaining('application/x-www-form-urlencoded'),
    });
  });

  it.each(Object.values(TYPES))('%s without a body', async (type) => {
    await expect(read(type)).rejects.toMatchObject({ code: 'body_missing' });
    await expect(read(type, '')).rejects.toMatchObject({ code: 'body_missing' });
  });

  it.each(Object.values(TYPES))('%s over the limit', async (type) => {
    const chunks = Array<string>(70).fill('x'.repeat(1024));
    await expect(read(type, chunks)).rejects.toMatchObject({ code: 'body_too_large', status: 413 });
  });

  it.each(Object.values(TYPES))('%s that is not UTF-8', async (type) => {
    await expect(read(type, new Uint8Array([0x61, 0xff, 0xfe]))).rejects.toMatchObject({
      code: 'body_malformed',
      hint: 'It is not UTF-8.',
    });
  });

  it.each([
    [TYPES.json, '{}'],
    [TYPES.json, '{"alg":"RS256"}'],
    [TYPES.json, '{"token":""}'],
    [TYPES.json, '{"token":" \\n"}'],
    [TYPES.form, 'token='],
    [TYPES.form, 'token=%20'],
    [TYPES.form, 'x=1'],
    [TYPES.jwt, ' \r\n'],
  ])('%s without a token: %s', async (type, body) => {
    await expect(read(type, body)).rejects.toMatchObject({ code: 'parameter_missing' });
  });

  it.each(['null', '1', 'true', '["a.b.c"]', '{"a":1}'])('a token that is %s', async (token) => {
    await expect(read(TYPES.json, `{"token":${token}}`)).rejects.toMatchObject({
      code: 'parameter_invalid',
      hint: '"token" must be a string.',
    });
  });

  it.each(['null', '1', '["RS256"]', '{}'])('an alg that is %s', async (alg) => {
    await expect(read(TYPES.json, `{"token":"a","alg":${alg}}`)).rejects.toMatchObject({
      code: 'parameter_invalid',
      hint: '"alg" must be a string.',
    });
  });

  it.each(['none', 'HS256', 'rs256', '', ' RS256', '__proto__', 'constructor', 'RSA-OAEP'])(
    'the alg %j',
    async (alg) => {
      await expect(read(TYPES.json, JSON.stringify({ token: 'a', alg }))).rejects.toMatchObject({
        code: 'algorithm_unavailable',
        status: 400,
      });
    },
  );

  it('everything else with a DrawbridgeError, and shows none of it (property)', async () => {
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.json().map((json) => json.replace('{', '{"PLANTED":1,')),
      fc.string().map((text) => `PLANTED${text}`),
    );
    const types = fc.constantFrom(...Object.values(TYPES), 'text/plain');
    await fc.assert(
      fc.asyncProperty(types, bodies, async (type, body) => {
        const result: unknown = await read(type, body).catch((thrown: unknown) => thrown);
        if (!(result instanceof Error)) {
          expect(typeof (result as { token: unknown }).token).toBe('string');
          return;
        }
        expect(result).toBeInstanceOf(DrawbridgeError);
        const { kind, message, hint } = result as DrawbridgeError;
        expect(kind).toBe('request');
        expect(`${message} ${hint}`).not.toContain('PLANTED');
      }),
      { numRuns: 300 },
    );
  });
});

describe('readTokenRequest', () => {
  it.each([
    [TYPES.json, '{"token":"a.b.c"}'],
    [TYPES.form, 'token=a.b.c'],
    [TYPES.jwt, 'a.b.c'],
  ])('reads a token from %s, with and without parameters of the type', async (type, body) => {
    for (const spelling of [type, `${type}; charset=utf-8`, ` ${type.toUpperCase()} ;x="y"`]) {
      await expect(read(spelling, body)).resolves.toEqual(plain('a.b.c'));
    }
  });

  it.each([
    [TYPES.json, '{"token":" a.b.c\\n"}'],
    [TYPES.form, 'token=%0Aa.b.c+'],
    [TYPES.jwt, '\r\n a.b.c\r\n'],
  ])('drops white space around a token in %s', async (type, body) => {
    await expect(read(type, body)).resolves.toEqual(plain('a.b.c'));
  });

  it('joins a body that comes in pieces, also within a character', async () => {
    const bytes = new TextEncoder().encode('{"token":"ä.b.c"}');
    const pieces = [...bytes].map((byte) => new Uint8Array([byte]));
    await expect(read(TYPES.json, pieces)).resolves.toEqual(plain('ä.b.c'));
  });

  it.each(ALGORITHM_NAMES)('reads the alg %s', async (alg) => {
    const body = JSON.stringify({ token: 'a', alg });
    await expect(read(TYPES.json, body)).resolves.toEqual({ ...plain('a'), alg });
    await expect(read(TYPES.form, `token=a&alg=${alg}`)).resolves.toEqual({ ...plain('a'), alg });
  });

  it('counts a form parameter without a value as left out', async () => {
    await expect(read(TYPES.form, 'token=a&alg=')).resolves.toEqual(plain('a'));
  });
});
