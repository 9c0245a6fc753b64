import { createTestClock, createTestIssuer } from '@drawbridge/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ACCESS, CLIENT, HASHES, oracleOf, oursOf } from './oracle.fixture.ts';

const clock = createTestClock();
beforeAll(() => vi.setSystemTime(clock.now()));
afterAll(() => vi.useRealTimers());

it.each([
  ['ES256', HASHES.sha256],
  ['ES384', HASHES.sha384],
  ['PS256', HASHES.sha256],
  ['RS384', HASHES.sha384],
  ['ES512', HASHES.sha512],
  ['EdDSA', HASHES.sha512],
] as const)('has the hashes of openssl and of the oracle: %s', async (alg, hash) => {
  const issuer = await createTestIssuer({ clock, algorithms: [alg] });
  const [ours, oracle] = [oursOf(issuer), oracleOf(issuer)];
  const asked = { nonce: 'n', code: ACCESS };
  for (const [given, verdict] of [
    [hash, true],
    [`${hash}A`, false],
    [hash.slice(0, -1), false],
  ] as const) {
    const token = await issuer.issue({ aud: CLIENT, nonce: 'n', c_hash: given, at_hash: given });
    expect([await ours(token, asked), await oracle(token, asked)]).toEqual([verdict, verdict]);
    const access = await issuer.issue({ aud: CLIENT, nonce: 'n', at_hash: given });
    expect(await ours(access, { nonce: 'n' })).toBe(verdict);
  }
});
