import { expect, it } from 'vitest';
import { encodeUtf8 } from '../encoding/utf8.ts';
import { deriveKey } from './derive-key.ts';

const secret = new Uint8Array(encodeUtf8('a-secret-of-tests-that-is-long-enough'));
const derive = (purpose: string) => deriveKey(crypto.subtle, secret, purpose);

it('derives a key that nobody can read out, for sealing alone', async () => {
  const { key } = await derive('tokens');
  expect(key.extractable).toBe(false);
  expect([...key.usages].sort()).toEqual(['decrypt', 'encrypt']);
  expect(key.algorithm).toMatchObject({ name: 'AES-GCM', length: 256 });
});

it('derives the same identifier for the same secret, and another for each purpose', async () => {
  const { id } = await derive('tokens');
  expect(id).toMatch(/^[\w-]{11}$/);
  expect((await derive('tokens')).id).toBe(id);
  expect((await derive('others')).id).not.toBe(id);
});
