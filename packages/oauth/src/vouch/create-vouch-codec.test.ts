import { DrawbridgeError } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { createVouchCodec } from './create-vouch-codec.ts';
import type { VouchSession } from './vouch-session.ts';

const SESSION: VouchSession = {
  username: 'alice@example.com',
  customClaims: { groups: ['staff', 'ops'] },
  accessToken: undefined,
  idToken: undefined,
  refreshToken: undefined,
  audience: 'example.com',
  expiresAt: 4_102_444_800,
  issuer: 'Vouch',
};

describe('createVouchCodec', () => {
  it.each([true, false])('reads what it writes (compress %s)', async (compress) => {
    const codec = createVouchCodec({ keys: [{ secret: 'x'.repeat(44) }], compress });
    const value = await codec.encode(SESSION);
    expect(value.startsWith('H4sIAAAAAAAA_')).toBe(compress);
    expect(await codec.decode(value)).toEqual(SESSION);
    const other = createVouchCodec({ keys: [{ secret: 'y'.repeat(44) }] });
    await expect(other.decode(value)).rejects.toMatchObject({ code: 'signature_invalid' });
    await expect(other.decode(value)).rejects.toBeInstanceOf(DrawbridgeError);
  });
});
