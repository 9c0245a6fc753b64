import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../http/client.ts';
import { createPutPublisher } from './put-publisher.ts';
import { JWKS, serve, type Served } from './site.fixture.ts';

const http = createHttpClient();
const placed = new Map<string, { body: Buffer; type: string | undefined }>();
const asked: IncomingMessage[] = [];
let answer: number | undefined;
let server: Served;

beforeAll(async () => {
  server = await serve((request, body, response) => {
    asked.push(request);
    if (answer !== undefined) return void response.writeHead(answer, { location: '/x' }).end('no');
    const path = request.url ?? '';
    if (request.method === 'PUT') {
      placed.set(path, { body, type: request.headers['content-type'] });
      return void response.writeHead(201).end();
    }
    const found = placed.get(path);
    if (found === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': found.type ?? '' }).end(found.body);
  });
});
beforeEach(() => {
  answer = undefined;
  placed.clear();
  asked.length = 0;
});
afterAll(() => Promise.all([server.close(), http.close()]));

const open = () =>
  createPutPublisher({ http, url: `${server.url}/dav/`, authorization: 'Bearer hunter2' });

describe('createPutPublisher', () => {
  it('puts a file with what it is and how long it is good for, and reads it again', async () => {
    const publisher = open();
    expect(await publisher.read(JWKS.path)).toBeUndefined();
    await publisher.write(JWKS);
    const { body, contentType } = JWKS;
    expect(await publisher.read(JWKS.path)).toEqual({ body, contentType });
    expect(asked.map(({ method, url }) => [method, url])).toEqual([
      ['GET', '/dav/jwks/keys'],
      ['PUT', '/dav/jwks/keys'],
      ['GET', '/dav/jwks/keys'],
    ]);
    expect(asked[1]?.headers).toMatchObject({
      authorization: 'Bearer hunter2',
      'cache-control': 'public, max-age=300',
    });
    expect(publisher.name).toBe(`${server.url}/dav`);
  });

  it.each([
    [302, 'publish_refused', 'Redirects are not followed'],
    [401, 'publish_refused', 'who this is'],
    [403, 'publish_refused', 'may not write'],
    [404, 'publish_refused', 'no such place'],
    [405, 'publish_refused', 'does not take PUT'],
    [409, 'publish_refused', 'A folder above'],
    [413, 'publish_refused', 'smaller files'],
    [429, 'publish_failed', 'trying again'],
    [500, 'publish_failed', 'trying again'],
    [507, 'publish_failed', 'no space'],
  ])('explains the answer %d', async (status, code, hint) => {
    answer = status;
    const thrown = await open()
      .write(JWKS)
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code, hint: expect.stringContaining(hint) });
    expect(JSON.stringify(thrown)).not.toContain('hunter2');
  });

  it('says that nothing listens, and takes no credentials in its URL', async () => {
    const gone = await serve(() => {});
    await gone.close();
    await expect(createPutPublisher({ http, url: gone.url }).write(JWKS)).rejects.toMatchObject({
      code: 'publish_failed',
      hint: expect.stringContaining('Nothing listens there'),
    });
    expect(() => createPutPublisher({ http, url: 'https://me:hunter2@a.example' })).toThrow(
      new TypeError('the URL to publish to has credentials in it'),
    );
  });
});
