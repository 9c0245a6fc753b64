import { describe, expect, it } from 'vitest';
import type { FetchDocumentOptions, FetchedDocument } from './documents.ts';
import { loadFromUri } from './load-from-uri.ts';

const URI = 'https://issuer.test/keys';
const bytes = new TextEncoder().encode('{"keys":[]}');

function answering(answer: Partial<FetchedDocument>, maxBytes?: number) {
  const asked: [string, FetchDocumentOptions][] = [];
  const load = loadFromUri({
    jwksUri: URI,
    ...(maxBytes !== undefined && { maxBytes }),
    fetch: async (...request) => {
      asked.push(request);
      return { status: 200, body: bytes, ...answer };
    },
  });
  return { asked, load };
}

describe('loadFromUri', () => {
  it('answers the document and where it is from', async () => {
    const { asked, load } = answering({ etag: '"v1"' });
    expect(await load(undefined)).toEqual({ origin: URI, bytes, etag: '"v1"' });
    const accept = 'application/jwk-set+json, application/json;q=0.9';
    expect(asked).toEqual([[URI, { accept, maxBytes: 524_288 }]]);
  });

  it('asks whether it has changed', async () => {
    const { asked, load } = answering({ status: 304 }, 1000);
    expect(await load('"v1"')).toBe('unchanged');
    expect(asked[0]?.[1]).toMatchObject({ ifNoneMatch: '"v1"', maxBytes: 1000 });
  });

  it.each(['"v1"', 'W/"v1"', '""'])('keeps the ETag %s', async (etag) => {
    expect(await answering({ etag }).load(undefined)).toMatchObject({ etag });
  });

  it.each(['', 'v1', '"a', '"a" "b"', '"a"\r\nx: y', `"${'x'.repeat(201)}"`, 'w/"a"', '"é"'])(
    'does not keep the ETag %j, which is none or too long',
    async (etag) => {
      expect(await answering({ etag }).load(undefined)).not.toHaveProperty('etag');
    },
  );

  it.each([204, 206, 301, 304, 401, 404, 500])('refuses status %d', async (status) => {
    await expect(answering({ status }).load(undefined)).rejects.toMatchObject({
      code: 'upstream_invalid',
      message: `${URI} answered with HTTP status ${status}`,
    });
  });

  it.each([
    ['keys', 'is not an absolute URL'],
    ['', 'is not an absolute URL'],
    ['http://issuer.test/keys', 'is not an https URL'],
    ['file:///etc/keys', 'is not an https URL'],
    ['https://user:secret@issuer.test/keys', 'has user information'],
    ['https://issuer.test/keys#', 'has a fragment'],
  ])('refuses the address %j', (jwksUri, why) => {
    const make = () => loadFromUri({ jwksUri, fetch: () => Promise.reject(new Error()) });
    expect(make).toThrow(new TypeError(`jwksUri ${why}`));
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a limit of %d bytes', (maxBytes) => {
    expect(() => answering({}, maxBytes)).toThrow(TypeError);
  });
});
