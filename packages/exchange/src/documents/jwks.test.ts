import { createDefaultEngine, type KeyRing } from '@drawbridge/core';
import {
  createTestClock,
  createTestKeyRing,
  replyJson,
  replyText,
  testCall,
} from '@drawbridge/testing';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { jwksEndpoint } from './jwks.ts';

const engine = createDefaultEngine();
const clock = createTestClock();
const endpointOf = (keyRing: KeyRing) => jwksEndpoint({ keyRing, clock, engine });

it('jwksEndpoint shows public members alone', async () => {
  const keyRing = await createTestKeyRing({ algorithms: ['RS256', 'ES256', 'EdDSA'], clock });
  const reply = await endpointOf(keyRing)(testCall());
  expect(reply.headers).toContainEqual(['content-type', 'application/jwk-set+json']);
  const { keys } = replyJson(reply) as { keys: Record<string, unknown>[] };
  const common = ['alg', 'kid', 'kty', 'use'];
  expect(keys.map((key) => Object.keys(key).sort())).toEqual([
    [...common, 'e', 'n'].sort(),
    [...common, 'crv', 'x', 'y'].sort(),
    [...common, 'crv', 'x'].sort(),
  ]);
});

it('jwksEndpoint gives each key its certificate, the key that signs first, where that is asked for', async () => {
  const keyRing = await createTestKeyRing({ algorithms: ['RS256', 'ES256', 'EdDSA'], clock });
  const other = await createTestKeyRing({ algorithms: ['ES256'], clock });
  // One that is only seen, before those that sign.
  const ring = {
    ...keyRing,
    publicKeys: () => [
      ...other.publicKeys().map((key) => ({ ...key, kid: 'old' })),
      ...keyRing.publicKeys(),
    ],
  };
  const read = async (preferred?: 'ES256' | 'PS512') => {
    const options = { keyRing: ring, clock, engine, withCertificates: true };
    const reply = await jwksEndpoint({ ...options, signing: { default: preferred } })(testCall());
    const { keys } = replyJson(reply) as { keys: { kid: string; alg: string; x5c: [string] }[] };
    for (const { x5c } of keys) expect(x5c).toEqual([expect.stringMatching(/^MII?[\w+/]+=*$/)]);
    return { order: keys.map(({ kid, alg }) => (kid === 'old' ? kid : alg)), keys };
  };
  const { order, keys } = await read();
  expect(order).toEqual(['RS256', 'ES256', 'EdDSA', 'old']);
  expect((await read()).keys).toEqual(keys);
  expect((await read('ES256')).order).toEqual(['ES256', 'RS256', 'EdDSA', 'old']);
  expect((await read('PS512')).order).toEqual(order);
});

it('jwksEndpoint shows what the ring has now, not what it had at the start', async () => {
  let keys: ReturnType<KeyRing['publicKeys']> = [];
  const keyRing: KeyRing = { ...(await createTestKeyRing({ clock })), publicKeys: () => keys };
  const endpoint = endpointOf(keyRing);
  const empty = await endpoint(testCall());
  expect(replyJson(empty)).toEqual({ keys: [] });
  keys = (await createTestKeyRing({ algorithms: ['EdDSA'], clock })).publicKeys();
  const full = await endpoint(testCall());
  expect(replyJson(full)).toMatchObject({ keys: [{ alg: 'EdDSA' }] });
  expect(etagOf(full)).not.toBe(etagOf(empty));
});

const etagOf = ({ headers }: { readonly headers: readonly (readonly [string, string])[] }) =>
  headers.find(([name]) => name === 'etag')?.[1];

it('gives every replica the same strong ETag, and 304 to who has it', async () => {
  const reply = await endpointOf(await createTestKeyRing({ clock }))(testCall());
  const etag = etagOf(reply) ?? '';
  expect(etag).toMatch(/^"[\w-]{43}"$/);
  const other = endpointOf(await createTestKeyRing({ clock }));
  const again = await other(testCall({ headers: [['if-none-match', etag]] }));
  expect(again).toMatchObject({ status: 304, body: null });
  expect(again.headers).toEqual([
    ['cache-control', 'public, max-age=300'],
    ['etag', etag],
  ]);
  const stale = await other(testCall({ headers: [['if-none-match', '"x"']] }));
  expect(stale).toMatchObject({ status: 200 });
});

it('is not kept beyond a change that the ring knows of', async () => {
  const now = clock.seconds();
  const ages = [1, 299, 300, 301, Infinity, 0].map(async (away) => {
    const keyRing = { ...(await createTestKeyRing({ clock })), changesAt: () => now + away };
    return (await endpointOf(keyRing)(testCall())).headers[1]?.[1];
  });
  expect(await Promise.all(ages)).toEqual(
    [1, 299, 300, 300, 300, 1].map((age) => `public, max-age=${age}`),
  );
});

it('writes the document once for each state of the ring', async () => {
  let hashed = 0;
  const counting = { ...engine, sha256: (data: Uint8Array) => (hashed++, engine.sha256(data)) };
  const keyRing = await createTestKeyRing({ clock });
  const endpoint = jwksEndpoint({ keyRing, clock, engine: counting });
  for (let call = 0; call < 10; call++) replyText(await endpoint(testCall()));
  expect(hashed).toBe(1);
});

it('shows no private member of any ring that was read from a manifest (property)', async () => {
  const { parseManifest, createKeyRing } = await import('@drawbridge/core');
  const member = fc.constantFrom('d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'x5c', 'secret');
  await fc.assert(
    fc.asyncProperty(fc.array(member, { minLength: 1 }), async (names) => {
      const planted = Object.fromEntries(names.map((name) => [name, 'PLANTED']));
      const publicJwk = { kty: 'EC', crv: 'P-256', x: 'a', y: 'b', kid: 'k1', ...planted };
      const times = { publishedAt: 1, signsFrom: 1, signsUntil: null, removeAfter: null };
      const key = { kid: 'k1', purpose: 'sign', alg: 'ES256', material: { file: 'k1.pem' } };
      const manifest = parseManifest({ version: 1, keys: [{ ...key, ...times, publicJwk }] });
      const endpoint = endpointOf(createKeyRing(manifest, new Map(), clock));
      const text = replyText(await endpoint(testCall()));
      expect(text).toContain('"k1"');
      expect(text).not.toContain('PLANTED');
    }),
  );
});
