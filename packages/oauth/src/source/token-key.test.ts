import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tokenKey } from './token-key.ts';

const owner = fc.record(
  { issuer: fc.string(), clientId: fc.string(), refreshToken: fc.string() },
  { requiredKeys: ['issuer', 'clientId'] },
);

it('is the same for the same owner, and no other', async () => {
  await fc.assert(
    fc.asyncProperty(owner, owner, async (one, other) => {
      const isSame =
        one.issuer === other.issuer &&
        one.clientId === other.clientId &&
        one.refreshToken === other.refreshToken;
      expect(await tokenKey({ ...one })).toBe(await tokenKey(one));
      expect((await tokenKey(one)) === (await tokenKey(other))).toBe(isSame);
    }),
  );
});

it('is another for each issuer, client and token', async () => {
  const one = { issuer: 'a', clientId: 'b', refreshToken: 'c' };
  const others = [{ issuer: 'x' }, { clientId: 'x' }, { refreshToken: 'x' }];
  const keys = await Promise.all([{}, ...others].map((other) => tokenKey({ ...one, ...other })));
  expect(new Set(keys).size).toBe(4);
});

it('is 64 hexadecimal characters, and holds no token', async () => {
  const key = await tokenKey({ issuer: 'https://a.test', clientId: 'b', refreshToken: 'secret' });
  expect(key).toMatch(/^[0-9a-f]{64}$/);
});

it('takes no part for a piece of another', async () => {
  const keys = await Promise.all([
    tokenKey({ issuer: 'a', clientId: 'b', refreshToken: 'c' }),
    tokenKey({ issuer: 'a', clientId: 'b","c' }),
    tokenKey({ issuer: 'a","b', clientId: 'c' }),
    tokenKey({ issuer: 'a', clientId: 'b', refreshToken: '' }),
    tokenKey({ issuer: 'a', clientId: 'b' }),
  ]);
  expect(new Set(keys).size).toBe(5);
});
