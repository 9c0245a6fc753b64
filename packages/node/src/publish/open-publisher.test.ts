import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { publishSchema } from '../config/sections/publish-schema.ts';
import { createHttpClient } from '../http/client.ts';
import { maxAgeOf } from './max-age.ts';
import { openPublisher, parseDestination } from './open-publisher.ts';

const http = createHttpClient();
afterAll(() => http.close());

describe('parseDestination', () => {
  it.each([
    's3://',
    's3:/a',
    's3://bucket/../x',
    's3://bucket/a//b',
    's3://bucket/a?b',
    'https://',
    'https:/a',
    'https://me:hunter2@a.example/',
    'https://a.example/?b',
    'ftp://a.example',
    '',
  ])('refuses %j, and does not repeat it', (text) => {
    expect(() => parseDestination(text)).toThrow(
      expect.objectContaining({ code: 'usage_invalid' }),
    );
    expect(() => parseDestination(text)).not.toThrow(/hunter2/);
  });

  it.each([
    ['s3://site', { s3: { bucket: 'site' } }],
    ['s3://site/', { s3: { bucket: 'site' } }],
    ['s3://site/a/b/', { s3: { bucket: 'site', prefix: 'a/b' } }],
    ['https://a.example/dav', { put: { url: 'https://a.example/dav' } }],
    ['./site', { folder: './site' }],
    ['s3', { folder: 's3' }],
    ['C:\\site', { folder: 'C:\\site' }],
  ])('reads %j', (text, section) => {
    expect(parseDestination(text)).toEqual(section);
  });

  it('gives a section that is valid, or a fault of its own (property)', () => {
    const part = fc.constantFrom(
      's3://',
      'https://',
      'a',
      'bucket',
      '/',
      '..',
      '@',
      ':',
      '?',
      '#',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        try {
          expect(publishSchema.safeParse(parseDestination(parts.join(''))).success).toBe(true);
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'usage_invalid' });
        }
      }),
    );
  });
});

describe('publishSchema', () => {
  it.each([
    [{}, 'needs one of'],
    [{ folder: 'a', s3: { bucket: 'abc' } }, 'needs one of'],
    [{ s3: { bucket: 'a b' } }, 'not the name of a bucket'],
    [{ s3: { bucket: 'abc', prefix: '/a' } }, 'plain segments'],
    [{ put: { url: 'https://me:x@a.example' } }, 'has credentials'],
    [
      { put: { url: 'https://a.example', authorization: 'Bearer x' } },
      'not a reference to a secret',
    ],
    [{ folder: 'a', maxAge: 100_000 }, 'more than 86400'],
  ])('refuses %j', (value, message) => {
    expect(publishSchema.safeParse(value).error?.message).toContain(message);
  });
});

describe('openPublisher', () => {
  it('opens what is named, and says which secret is not there', async () => {
    expect((await openPublisher({ folder: '/srv/site' }, { http, env: {} })).name).toBe(
      '/srv/site',
    );
    const put = { url: 'https://a.example/dav', authorization: { env: 'TOKEN' } };
    const open = (env: Record<string, string>) => openPublisher({ put }, { http, env });
    expect((await open({ TOKEN: 'Bearer x' })).name).toBe('https://a.example/dav');
    await expect(open({})).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('publish.put.authorization'),
    });
  });

  it('sends no credentials over plain http, but to this machine', async () => {
    const authorization = { env: 'TOKEN' };
    const open = (url: string) =>
      openPublisher({ put: { url, authorization } }, { http, env: { TOKEN: 'Bearer hunter2' } });
    await expect(open('http://a.example/dav')).rejects.toMatchObject({
      code: 'publish_refused',
      message: expect.stringContaining('http://a.example/dav is plain http'),
    });
    expect((await open('http://127.0.0.1:9/dav')).name).toBe('http://127.0.0.1:9/dav');
  });
});

describe('maxAgeOf', () => {
  it.each([
    [{}, 300],
    [{ 'cache-control': 'public, max-age=60' }, 60],
    [{ 'cache-control': 'Max-Age="60", S-MaxAge = 90' }, 90],
    [{ 'cache-control': 'no-store, max-age=60' }, 0],
    [{ 'cache-control': 'max-age=-1' }, 300],
    // RFC 9111 section 1.2.2: more than a reader can count is as good as for ever.
    [{ 'cache-control': 'max-age=31536000000' }, 2 ** 31],
    [{ 'cache-control': `max-age=${'9'.repeat(400)}` }, 2 ** 31],
    // RFC 5861: it is still given out while it is fetched anew.
    [{ 'cache-control': 'max-age=60, stale-while-revalidate=3600' }, 3660],
    [{ 'cache-control': 'stale-while-revalidate=60' }, 360],
    // That is about fields of the answer, not about all of it.
    [{ 'cache-control': 'no-cache="set-cookie", max-age=60' }, 60],
    [{ 'cache-control': 'no-store-yet, max-age=60' }, 60],
    [{ 'cache-control': 'max-age=60, No-Cache' }, 0],
    [{ date: 'Thu, 01 Jan 2026 00:00:00 GMT', expires: 'Thu, 01 Jan 2026 00:02:00 GMT' }, 120],
    [{ date: 'Thu, 01 Jan 2026 00:00:00 GMT', expires: '0' }, 0],
  ])('of %j is %d', (headers, seconds) => {
    expect(maxAgeOf(headers)).toBe(seconds);
  });
});
