import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type Served } from '../publish/site.fixture.ts';
import { awsRequestHandler } from './aws-handler.ts';
import { createHttpClient } from './client.ts';
import { requestOnce } from './request-once.ts';

const http = createHttpClient();
const handler = awsRequestHandler(http);
let server: Served;
let last: { request: IncomingMessage; body: Buffer } | undefined;

beforeAll(async () => {
  server = await serve((request, body, response) => {
    last = { request, body };
    if (request.url === '/slow') return;
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

  it('is called off by the signal of the SDK', async () => {
    const controller = new AbortController();
    const answer = handler.handle(request({ path: '/slow' }), { abortSignal: controller.signal });
    controller.abort();
    await expect(answer).rejects.toThrow();
  });

  it('goes by the proxy, as all requests by a way out do', async () => {
    const asked: (string | undefined)[] = [];
    const proxy = createServer().on('connect', ({ url }, socket) => {
      asked.push(url);
      socket.end('HTTP/1.1 403 No\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const name = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const behind = createHttpClient({ proxy: { origin: `http://${name}`, name } });
    const hostname = 's3.example.com';
    const away = request({ protocol: 'https:', hostname, port: undefined });
    await expect(awsRequestHandler(behind).handle(away)).rejects.toMatchObject({
      message: expect.stringContaining('403'),
    });
    const url = new URL('https://files.example.com/x');
    await expect(requestOnce(behind.remote(), { method: 'GET', url })).rejects.toThrow('403');
    expect(asked).toEqual([`${hostname}:443`, 'files.example.com:443']);
    await behind.close();
    proxy.close();
  });
});
