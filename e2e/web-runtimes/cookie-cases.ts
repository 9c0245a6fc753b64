import { DrawbridgeError } from '@drawbridge/core';
import { createCookieGuard } from '@drawbridge/guard/cookie';
import { createVouchCodec, type VouchSession } from '@drawbridge/oauth';
import type { ConformanceCase } from '@drawbridge/testing';
import { packVouchValue } from '../../packages/oauth/src/vouch/vouch-value.ts';

const SESSION: VouchSession = {
  username: 'ada@example.edu',
  customClaims: { groups: ['staff'] },
  accessToken: undefined,
  idToken: undefined,
  refreshToken: undefined,
  audience: 'example.com',
  expiresAt: 4_102_444_800,
  issuer: 'Vouch',
};

/** A guard of cookies: gzip, HMAC and all that is refused, by what the web platform has. */
export async function cookieCases(): Promise<readonly ConformanceCase[]> {
  const keys = [{ secret: 'a secret of forty-four characters or a few more' }] as const;
  const codec = createVouchCodec({ keys });
  const other = createVouchCodec({ keys: [{ secret: 'another secret, as long as the first' }] });
  const guard = createCookieGuard({ keys, audience: 'people.example.com' });
  const good = await codec.encode(SESSION);
  const half = good.length >> 1;
  const cookies: readonly (readonly [string, string, string])[] = [
    ['accepts a good one', `VouchCookie=${good}`, SESSION.username],
    [
      'accepts its parts',
      `VouchCookie_1of2=${good.slice(0, half)}; VouchCookie_2of2=${good.slice(half)}`,
      SESSION.username,
    ],
    ['refuses none', 'a=b', 'credentials_missing'],
    ['refuses one that is cut off', `VouchCookie=${good.slice(0, -8)}`, 'token_malformed'],
    [
      'refuses one of another secret',
      `VouchCookie=${await other.encode(SESSION)}`,
      'signature_invalid',
    ],
    [
      'refuses one that has expired',
      `VouchCookie=${await codec.encode({ ...SESSION, expiresAt: 1 })}`,
      'token_expired',
    ],
    [
      'refuses one for another domain',
      `VouchCookie=${await codec.encode({ ...SESSION, audience: 'example.org' })}`,
      'audience_mismatch',
    ],
    [
      'refuses one that grows without an end',
      `VouchCookie=${await packVouchValue('x'.repeat(100_000))}`,
      'token_too_large',
    ],
  ];
  return cookies.map(([what, cookie, expected]) => ({
    title: `a guard of cookies ${what}`,
    async run() {
      // Node's own Request does not come without Buffer.
      const request = { headers: [['cookie', cookie]] as const, peer: { address: undefined } };
      const found = await guard.identify(request).then(
        ({ username }) => username,
        (thrown: unknown) => (thrown instanceof DrawbridgeError ? thrown.code : String(thrown)),
      );
      if (found !== expected) throw new Error(`it is ${found} and not ${expected}`);
    },
  }));
}
