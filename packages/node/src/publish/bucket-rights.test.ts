import { createTestClock } from '@drawbridge/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../http/client.ts';
import { type Bucket, serveBucket } from './bucket.fixture.ts';
import { planSite } from './plan-site.ts';
import { publishSite } from './publish-site.ts';
import type { Publisher } from './publisher.ts';
import { createS3Publisher } from './s3-publisher.ts';
import { DISCOVERY, INDEX, jsonFile, JWKS } from './site.fixture.ts';

const http = createHttpClient();
const clock = createTestClock();
let bucket: Bucket;
let publisher: Publisher;

const PUT = 's3:PutObject';
const GET = 's3:GetObject';
const LIST = 's3:ListBucket';
const FORGET = 'cloudfront:CreateInvalidation';

beforeAll(async () => {
  bucket = await serveBucket();
  publisher = await createS3Publisher({
    http,
    bucket: 'site',
    endpoint: bucket.url,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'hunter2' },
    distribution: 'EDFDVBD6EXAMPLE',
    distributionEndpoint: bucket.url,
  });
});
beforeEach(() => {
  bucket.objects.clear();
  bucket.rights.clear();
  bucket.done.length = 0;
});
afterAll(async () => {
  await publisher.close();
  await Promise.all([bucket.close(), http.close()]);
});

const site = [JWKS, DISCOVERY, INDEX];
const publish = (files = site) =>
  publishSite({
    publisher,
    files: () => files,
    address: bucket.address,
    remote: http.remote(),
    clock,
    patience: 1,
    sleep: async (milliseconds) => clock.advance(milliseconds / 1000),
  });
const allow = (...rights: readonly string[]) => rights.forEach((right) => bucket.rights.add(right));
const fill = () => {
  for (const { path, body, contentType: type, cacheControl: cache } of site) {
    bucket.objects.set(path, { body: Buffer.from(body), type, cache });
  }
};
const changes = async (files = site) => (await publish(files)).map(({ change }) => change);

describe('credentials of a bucket', () => {
  it.each([
    ['they may list', [PUT, GET, LIST, FORGET], 'put'],
    ['a missing object is answered with 403', [PUT, GET, FORGET], 'new'],
    ['they may only write', [PUT, FORGET], 'new'],
  ])('publish where %s, and a second time write nothing', async (_, rights, how) => {
    allow(...rights);
    expect(await changes()).toEqual(['created', 'created', 'created']);
    expect(bucket.done).toEqual(site.flatMap(({ path }) => [`${how} ${path}`, 'purge']));
    expect(await changes()).toEqual(['same', 'same', 'same']);
    expect(bucket.done).toHaveLength(6);
  });

  it('that may not read replace what is public otherwise', async () => {
    allow(PUT, FORGET);
    fill();
    const page = { ...INDEX, body: Buffer.from('<p>Other.') };
    const next = { ...DISCOVERY, cacheControl: 'public, max-age=60' };
    expect(await changes([JWKS, next, page])).toEqual(['same', 'changed', 'changed']);
    expect(bucket.done).toEqual([`put ${next.path}`, 'purge', `put ${page.path}`, 'purge']);
  });

  it('that may not read replace no keys of another', async () => {
    allow(PUT, FORGET);
    fill();
    const own = jsonFile(JWKS.path, { keys: [{ kty: 'RSA', kid: 'other' }] }, JWKS.contentType);
    await expect(publish([own])).rejects.toMatchObject({
      code: 'publish_refused',
      message: `s3://site${JWKS.path} has keys of another issuer, and none of this key ring: a`,
    });
    expect(bucket.done).toEqual([]);
  });

  it('that may not read write no keys where nothing tells what is there', async () => {
    allow(PUT, FORGET);
    fill();
    await expect(
      publishSite({
        publisher,
        files: () => [JWKS],
        address: `${bucket.url}/site`,
        remote: http.remote(),
        clock,
      }),
    ).rejects.toMatchObject({
      code: 'publish_failed',
      message: expect.stringContaining('it is not told what it is'),
      hint: expect.stringContaining(GET),
    });
    expect(bucket.done).toEqual([]);
  });

  it('that may not read say so of what would be done', async () => {
    fill();
    expect(await planSite({ publisher }, [INDEX])).toEqual([
      {
        path: INDEX.path,
        change: 'created',
        lines: [
          '  these credentials may not read what is there, if anything is',
          `+ ${INDEX.body.length} bytes`,
        ],
      },
    ]);
  });

  it.each([
    ['write', [GET, LIST, FORGET], PUT],
    ['write anything new', [GET, FORGET], PUT],
    ['have caches forget', [PUT, GET, LIST], FORGET],
  ])('that may not %s are told which right is missing', async (_, rights, missing) => {
    allow(...rights);
    const thrown = await publish().catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      code: 'publish_refused',
      message: expect.stringContaining(`does not allow ${missing}`),
    });
    expect(JSON.stringify(thrown)).not.toContain('hunter2');
  });

  it('get on, once they may have caches forget', async () => {
    allow(PUT, GET);
    await expect(publish()).rejects.toMatchObject({ code: 'publish_refused' });
    allow(FORGET);
    expect(await changes()).toEqual(['same', 'created', 'created']);
  });
});
