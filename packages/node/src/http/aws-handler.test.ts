import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type Served } from '../publish/site.fixture.ts';
import { awsRequestHandler } from './aws-handler.ts';
import { createHttpClient } from './client.ts';
import { toProxy } from './proxy/proxy.ts';
import { requestOnce } from './request-once.ts';

const http = createHttpClient();
const handler = awsRequestHandler(http);
let server: Served;
let last: { request: IncomingMessage; body: Buffer } | undefined;

beforeAll(async () => {
  server = await serve((request, body, response) => {
    last = { request, body };
    if (request.url === '/slow') return;
    if (request.url === '/half') return void response.writeHead(200).write('half');
    if (request.url === '/long') return void response.end(Buffer.alloc(4 * 1024 * 1024 + 1));
    response.writeHead(request.url === '/moved' ? 301 : 200, { location: '/x', 'x-a': ['1', '2'] });
    response.end('done');
  });
});
afterAll(() => Promise.all([server.close(), http.close()]));

const request = (changes: object = {}) => {
  const { protocol, hostname, port } = new URL(server.url);
  const own = { protocol, hostname, port: Number(port) };
  return { method: 'PUT', path: '/a/b', headers: { 'X-Amz': 'y' }, ...own, ...changes };
};

describe('awsRequestHandler', () => {
  it.each([
    ['text', 'héllo', 'héllo'],
    ['bytes', new Uint8Array([104, 105]), 'hi'],
    ['a part of a buffer', new Uint8Array([0, 104, 105, 0]).subarray(1, 3), 'hi'],
    ['a buffer', new Uint8Array([104, 105]).buffer, 'hi'],
    ['a stream', Readable.from([Buffer.from('hi')]), 'hi'],
    ['nothing', undefined, ''],
  ])('sends %s, and gives the answer as a stream', async (_, body, sent) => {
    const query = { 'list-type': '2', prefix: "a/'b c", many: ['1', '2'], acl: null };
    const { response } = await handler.handle(request({ body, query }));
    expect(last?.body.toString()).toBe(sent);
    expect(last?.request.method).toBe('PUT');
    expect(last?.request.url).toBe('/a/b?acl&list-type=2&many=1&many=2&prefix=a%2F%27b%20c');
    expect(last?.request.headers).toMatchObject({ 'x-amz': 'y' });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({ 'x-a': '1, 2' });
    expect(await text(response.body)).toBe('done');
  });

  it('waits for no answer that stops in the middle, and reads none without end', async () => {
    const hasty = awsRequestHandler(http, {}, 50);
    await expect(hasty.handle(request({ path: '/half' }))).rejects.toMatchObject({
      code: 'remote_timeout',
      message: expect.stringContaining('did not answer within 0.05 seconds') as string,
    });
    hasty.destroy();
    await expect(handler.handle(request({ path: '/long' }))).rejects.toMatchObject({
      code: 'remote_invalid',
      message: expect.stringContaining('more than 4194304 bytes') as string,
    });
  });

  it('follows no redirect', async () => {
    const { response } = await handler.handle(request({ path: '/moved' }));
    expect(response.statusCode).toBe(301);
    await buffer(response.body);
  });

  it('says that nothing listens, and calls no address of metadata', async () => {
    const gone = await serve(() => {});
    await gone.close();
    const port = Number(new URL(gone.url).port);
    await expect(handler.handle(request({ port }))).rejects.toMatchObject({
      code: 'remote_unreachable',
    });
    await expect(
      handler.handle(request({ hostname: '169.254.169.254', port: undefined })),
    ).rejects.toMatchObject({ code: 'remote_invalid' });
  });

  it('goes through a proxy, whatever its origin is', async () => {
    const seen: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (asked: IncomingMessage, socket: Socket) => {
      seen.push(asked.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\n');
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const through = createHttpClient({ proxy: toProxy(`http://127.0.0.1:${port}`) });
    const asked = request({ protocol: 'https:', hostname: 'iam.test', port: undefined });
    await expect(awsRequestHandler(through).handle(asked)).rejects.toMatchObject({
      code: 'remote_unreachable',
      message: expect.stringContaining('could not connect to iam.test:443') as string,
    });
    const put = requestOnce(through.remote(), { method: 'PUT', url: new URL('https://s3.test/a') });
    await expect(put).rejects.toThrow('could not connect to s3.test:443');
    expect(seen).toEqual(['iam.test:443', 's3.test:443']);
    await through.close();
    proxy.close();
    proxy.closeAllConnections();
  });

  it('ends its connections alone', async () => {
    const own = awsRequestHandler(http);
    const { response } = await own.handle(request());
    await buffer(response.body);
    own.destroy();
    await expect(own.handle(request())).rejects.toThrow();
    const { response: other } = await handler.handle(request());
    expect(await text(other.body)).toBe('done');
  });

  it('is called off by the signal of the SDK', async () => {
    const controller = new AbortController();
    const answer = handler.handle(request({ path: '/slow' }), { abortSignal: controller.signal });
    controller.abort();
    await expect(answer).rejects.toThrow();
  });
});
