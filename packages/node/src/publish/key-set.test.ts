import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hasKeysOf, requireOwn } from './key-set.ts';

const make = (kid: string) => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
  kid,
});
const [a, b, c] = [make('a'), make('b'), make('c')];
const set = (...keys: readonly unknown[]) => Buffer.from(JSON.stringify({ keys }));
const ownership = { ownKeys: [], at: 's3://site/jwks.json' };

describe('requireOwn', () => {
  it.each([
    ['nothing', Buffer.of()],
    ['a page', Buffer.from('<p>')],
    ['no key', set()],
    ['no keys that are any', set({ kty: 'EC' }, {})],
    ['members that are no keys', set('a')],
    ['a key of ours', set(b, a)],
    ['a key of ours by another name', set({ ...a, kid: 'other', use: 'sig' })],
    ['a key of an unknown kind, by its name', set({ kty: 'AKP', kid: 'pq' })],
  ])('lets %s be replaced', async (_, there) => {
    await requireOwn(there, set(a, { kty: 'AKP', kid: 'pq' }), ownership);
  });

  it.each([
    ['other keys', set(b, c), 'b, c'],
    ['another key of the same name', set({ ...b, kid: 'a' }), 'a'],
    ['another key without a name', set({ ...b, kid: undefined }), 'a key without kid'],
    ['another key of an unknown kind', set({ kty: 'AKP', kid: 'a\u001b[1m' }), 'a\\u001b[1m'],
    ['a crowd', set(...Array.from({ length: 7 }, () => b)), 'b, b, b, b, b and 2 more'],
  ])('refuses to replace %s, and says which', async (_, there, names) => {
    await expect(requireOwn(there, set(a), ownership)).rejects.toMatchObject({
      code: 'publish_refused',
      message: `s3://site/jwks.json has keys of another issuer, and none of this key ring: ${names}`,
      hint: expect.stringContaining('--replace'),
    });
  });

  it('knows keys that are not published any more', async () => {
    const { calculateJwkThumbprint } = await import('jose');
    const ownKeys = [await calculateJwkThumbprint(b)];
    await requireOwn(set(b), set(a), { ...ownership, ownKeys });
  });
});

describe('hasKeysOf', () => {
  it('asks for each key', async () => {
    expect(await hasKeysOf(set(b, a), set(a, b))).toBe(true);
    expect(await hasKeysOf(set(a), set(a, b))).toBe(false);
    expect(await hasKeysOf(Buffer.from('<p>'), set(a))).toBe(false);
  });
});
