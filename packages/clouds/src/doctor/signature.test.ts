import { generateKeyPairSync, sign } from 'node:crypto';
import { decodeToken } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { judgeSignature } from './signature.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256' };

function token(header: object, by = privateKey, lost = 0): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part(header)}.${part({ sub: 'alice' })}`;
  const signature = sign('sha256', Buffer.from(input), by);
  return `${input}.${signature.subarray(lost).toString('base64url')}`;
}

const judge = (text: string, keys: readonly unknown[] | undefined = [key]) =>
  judgeSignature(decodeToken(text), keys);
const header = { alg: 'RS256', kid: 'k1' };

describe('judgeSignature', () => {
  it('names the key that made it', async () => {
    expect(await judge(token(header))).toEqual({ state: 'good', key });
    expect(await judge(token({ alg: 'RS256' }))).toEqual({ state: 'good', key });
  });

  it('says that nothing is known where no keys were read', async () => {
    expect(await judgeSignature(decodeToken(token(header)), undefined)).toMatchObject({
      state: 'unknown',
    });
  });

  it.each([
    ['another key', token(header, other.privateKey), 'the key "k1" did not make', undefined],
    ['no such key', token({ ...header, kid: 'k9' }), 'no key has its kid, "k9"', 'key'],
    ['no algorithm', token({ ...header, alg: 'none' }), 'its alg "none" is none', 'algorithm'],
    ['a secret', token({ ...header, alg: 'HS256' }), 'its alg "HS256" is none', 'algorithm'],
    [
      'a key of another type',
      token({ ...header, alg: 'ES256' }),
      'the key "k1" (kty "RSA", alg "RS256") is none for its alg, "ES256"',
      'key',
    ],
    [
      'a part',
      token(header, privateKey, 9),
      'has 247 bytes, and one of this key has 256',
      'length',
    ],
    ['no kid, and another key', token({ alg: 'RS256' }, other.privateKey), 'no key of', undefined],
  ])('tells why not: %s', async (_, text, why, cause) => {
    const found = await judge(text);
    expect(found).toMatchObject({ state: 'bad', why: expect.stringContaining(why) });
    expect('cause' in found ? found.cause : undefined).toBe(cause);
  });
});
