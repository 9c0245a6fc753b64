import { createTestIssuer } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { FetchDocumentOptions } from './documents.ts';
import { loadByDiscovery } from './load-by-discovery.ts';

const ISSUER = 'https://issuer.test';

describe('loadByDiscovery', () => {
  it('reads the discovery document each time, and the keys only when they have changed', async () => {
    const { fetch, requests, issuer, jwks } = await createTestIssuer();
    const load = loadByDiscovery({ issuer, fetch });
    const first = await load(undefined);
    if (first === 'unchanged') throw new Error('there was nothing to compare with');
    expect(first.origin).toBe(`${ISSUER}/jwks.json`);
    expect(JSON.parse(new TextDecoder().decode(first.bytes))).toEqual(jwks());
    expect(await load(first.etag)).toBe('unchanged');
    expect(await load(undefined)).toEqual(first);
    expect(requests).toMatchObject({ discovery: 3, jwks: 3, elsewhere: 0 });
  });

  it('gives an ETag to the address that it is from, and to no other', async () => {
    const asked: (string | undefined)[] = [];
    let keys = `${ISSUER}/a`;
    const load = loadByDiscovery({
      issuer: ISSUER,
      async fetch(url, { ifNoneMatch }) {
        const discovery = url.endsWith('openid-configuration');
        if (!discovery) asked.push(ifNoneMatch);
        const document = discovery ? { issuer: ISSUER, jwks_uri: keys } : { keys: [] };
        return {
          status: 200,
          etag: '"1"',
          body: new TextEncoder().encode(JSON.stringify(document)),
        };
      },
    });
    await load('"from elsewhere"');
    await load('"1"');
    keys = `${ISSUER}/b`;
    await load('"1"');
    await load('"1"');
    expect(asked).toEqual([undefined, '"1"', undefined, '"1"']);
  });

  it('reads the document from another address, which must name the issuer all the same', async () => {
    const discoveryUrl = 'https://10.0.0.5/well-known?x=1';
    const asked: [string, FetchDocumentOptions][] = [];
    let issuer = ISSUER;
    const load = loadByDiscovery({
      issuer: ISSUER,
      discoveryUrl,
      maxBytes: 9999,
      async fetch(...request) {
        asked.push(request);
        const document = { issuer, jwks_uri: 'https://10.0.0.5/keys', keys: [] };
        return { status: 200, body: new TextEncoder().encode(JSON.stringify(document)) };
      },
    });
    await load(undefined);
    expect(asked.map(([url, { maxBytes }]) => [url, maxBytes])).toEqual([
      [discoveryUrl, 65_536],
      ['https://10.0.0.5/keys', 9999],
    ]);
    issuer = 'https://10.0.0.5';
    await expect(load(undefined)).rejects.toMatchObject({
      code: 'upstream_invalid',
      message: `${discoveryUrl} names "https://10.0.0.5" as its issuer, not ${ISSUER}`,
    });
  });

  it.each([
    ['https://10.0.0.5/d', 'http://127.0.0.1/keys', false],
    ['https://10.0.0.5/d', 'https://127.0.0.1/keys', true],
    ['http://127.0.0.1/d', 'http://127.0.0.1/keys', true],
    ['http://127.0.0.1/d', 'http://10.0.0.5/keys', false],
  ])('with the document at %s, takes keys at %s: %s', async (discoveryUrl, jwksUri, taken) => {
    const load = loadByDiscovery({
      issuer: ISSUER,
      discoveryUrl,
      fetch: async () => ({
        status: 200,
        body: new TextEncoder().encode(JSON.stringify({ issuer: ISSUER, jwks_uri: jwksUri })),
      }),
    });
    const outcome = await load(undefined).then(
      () => true,
      () => false,
    );
    expect(outcome).toBe(taken);
  });

  it.each(['10.0.0.5', 'http://10.0.0.5/d', 'https://a@10.0.0.5/d'])(
    'refuses the discovery address %j',
    (discoveryUrl) => {
      const fetch = () => Promise.reject(new Error());
      expect(() => loadByDiscovery({ issuer: ISSUER, fetch, discoveryUrl })).toThrow(
        /^discoveryUrl /,
      );
    },
  );
});
