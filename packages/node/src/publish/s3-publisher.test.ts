import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../http/client.ts';
import { UNTOLD } from './publisher.ts';
import { createS3Publisher } from './s3-publisher.ts';
import { JWKS, serve, type Served } from './site.fixture.ts';

// What S3 answers is from the Amazon S3 API reference, Error responses.

const http = createHttpClient();
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'hunter2' };
const placed = new Map<string, { body: Buffer; request: IncomingMessage }>();
/** What CloudFront was asked. */
const asked = new Map<string, { body: Buffer; request: IncomingMessage }>();
let fault: { status: number; code: string; headers?: Record<string, string> } | undefined;
let server: Served;

beforeAll(async () => {
  server = await serve((request, body, response) => {
    const error = (status: number, code: string, headers: Record<string, string> = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/xml', ...headers })
        .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
    if (fault !== undefined) return error(fault.status, fault.code, fault.headers);
    const path = (request.url ?? '').replace(/\?.*/, '');
    if (request.method === 'POST') {
      asked.set(path, { body, request });
      return void response
        .writeHead(201, { 'content-type': 'text/xml' })
        .end('<Invalidation><Id>I1</Id><Status>InProgress</Status></Invalidation>');
    }
    if (request.method === 'PUT') {
      placed.set(path, { body, request });
      return void response.writeHead(200, { etag: '"x"' }).end();
    }
    const found = placed.get(path);
    if (found === undefined) return error(404, 'NoSuchKey');
    const { headers } = found.request;
    response
      .writeHead(200, {
        'content-type': headers['content-type'] ?? '',
        'cache-control': headers['cache-control'] ?? '',
      })
      .end(found.body);
  });
});
beforeEach(() => {
  fault = undefined;
  placed.clear();
  asked.clear();
});
afterAll(() => Promise.all([server.close(), http.close()]));

const open = () =>
  createS3Publisher({ http, bucket: 'site', prefix: 'one', endpoint: server.url, credentials });

describe('createS3Publisher', () => {
  it('puts an object with what it is and how long it is good for, and reads it again', async () => {
    const publisher = await open();
    expect(publisher.name).toBe('s3://site/one');
    expect(await publisher.read(JWKS.path)).toBeUndefined();
    await publisher.write(JWKS);
    expect([...placed.keys()]).toEqual(['/site/one/jwks/keys']);
    expect(placed.get('/site/one/jwks/keys')?.body.toString()).toBe(JWKS.body.toString());
    const { body, contentType, cacheControl } = JWKS;
    const found = await publisher.read(JWKS.path);
    expect(found).toEqual({ body: new Uint8Array(body), contentType, cacheControl });
    await publisher.close();
  });

  it.each([
    [
      403,
      'AccessDenied',
      {},
      'publish_refused',
      /allow s3:PutObject/,
      /s3:GetObject.*somebody else/,
    ],
    [404, 'NoSuchBucket', {}, 'publish_refused', /no such bucket/, /check its name/],
    [
      301,
      'PermanentRedirect',
      { 'x-amz-bucket-region': 'eu-west-1' },
      'publish_refused',
      /the region eu-west-1/,
      /eu-west-1/,
    ],
    [400, 'AuthorizationHeaderMalformed', {}, 'publish_refused', /another region/, /region/],
    [400, 'ExpiredToken', {}, 'publish_refused', /have expired/, /credentials/],
    [403, 'InvalidAccessKeyId', {}, 'publish_refused', /not known/, /credentials/],
    [403, 'SignatureDoesNotMatch', {}, 'publish_refused', /does not belong/, /credentials/],
    [403, 'RequestTimeTooSkewed', {}, 'publish_refused', /clock/, /clock/],
    [400, 'InvalidRequest', {}, 'publish_refused', /InvalidRequest/, /s3:PutObject/],
  ])('explains %d %s', async (status, code, headers, expected, detail, hint) => {
    fault = { status, code, headers };
    const publisher = await open();
    const thrown = await publisher.write(JWKS).catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      code: expected,
      message: expect.stringMatching(detail),
      hint: expect.stringMatching(hint),
    });
    expect(JSON.stringify(thrown)).not.toContain('hunter2');
    await publisher.close();
  });

  it('tells what it may not list from what is not there, and from a missing bucket', async () => {
    const publisher = await open();
    fault = { status: 403, code: 'AccessDenied' };
    expect(await publisher.read(JWKS.path)).toBe(UNTOLD);
    fault = { status: 404, code: 'NoSuchBucket' };
    await expect(publisher.read(JWKS.path)).rejects.toMatchObject({ code: 'publish_refused' });
    await publisher.close();
  });

  it.each([
    [412, 'PreconditionFailed'],
    [501, 'NotImplemented'],
  ])('writes nothing new where it is answered with %d %s', async (status, code) => {
    const publisher = await open();
    expect(await publisher.writeNew?.(JWKS)).toBe(true);
    expect(placed.get('/site/one/jwks/keys')?.request.headers).toMatchObject({
      'if-none-match': '*',
    });
    fault = { status, code };
    expect(await publisher.writeNew?.(JWKS)).toBe(false);
    await publisher.close();
  });

  describe('with a distribution', () => {
    const distribution = 'EDFDVBD6EXAMPLE';
    const openWithCache = () =>
      createS3Publisher({
        http,
        bucket: 'site',
        prefix: 'one',
        endpoint: server.url,
        credentials,
        distribution,
        distributionEndpoint: server.url,
      });

    it('has CloudFront forget what viewers ask for, and not the prefix of the bucket', async () => {
      const publisher = await openWithCache();
      await publisher.purge?.(['/team/jwks/keys', '/team/.well-known/openid-configuration']);
      const [[path, { body, request }] = ['', { body: Buffer.of(), request: undefined }]] = asked;
      expect(path).toMatch(/^\/20\d\d-\d\d-\d\d\/distribution\/EDFDVBD6EXAMPLE\/invalidation$/);
      expect(request?.headers.authorization).toContain('/cloudfront/aws4_request');
      const items = [...body.toString().matchAll(/<Path>(.*?)<\/Path>/g)].map(([, item]) => item);
      expect(items).toEqual(['/team/jwks/keys', '/team/.well-known/openid-configuration']);
      expect(body.toString()).toContain('<Quantity>2</Quantity>');
      await publisher.close();
    });

    it('says which right is missing', async () => {
      const publisher = await openWithCache();
      fault = { status: 403, code: 'AccessDenied' };
      await expect(publisher.purge?.(['/a'])).rejects.toMatchObject({
        code: 'publish_refused',
        message: expect.stringContaining('cloudfront:CreateInvalidation') as string,
      });
      await expect(publisher.purge?.(['a b'])).rejects.toThrow(TypeError);
      await publisher.close();
    });
  });
});
