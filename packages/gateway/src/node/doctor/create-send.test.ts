import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpClient } from '@drawbridge/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSend } from './create-send.ts';

const http = createHttpClient();
const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
  const { method, url, rawHeaders } = request;
  response.setHeader('set-cookie', ['a=1', 'b=2']);
  if (url === '/long') response.end('x'.repeat(200_000));
  else if (url === '/away') response.writeHead(302, { location: '/elsewhere' }).end();
  else response.end(JSON.stringify({ method, url, rawHeaders }));
});
let port: number;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  await http.close();
  server.closeAllConnections();
  server.close();
});

const send = (target: string, fields: readonly (readonly [string, string])[] = []) =>
  createSend({ http, resolve: new Map([['app.example.com', '127.0.0.1']]) })({
    method: 'GET',
    origin: `http://app.example.com:${port}`,
    target,
    fields,
  });

it('says of who does not answer no more than its address', async () => {
  const request = { method: 'GET', origin: 'http://127.0.0.1:1', target: '/?PLANTED', fields: [] };
  const sent = createSend({ http })({ ...request, fields: [['Cookie', 'PLANTED']] });
  await expect(sent).rejects.toMatchObject({ code: 'remote_unreachable' });
  await expect(sent).rejects.not.toThrow('PLANTED');
});

it('sends a request as it is given, to where the host is said to be', async () => {
  const long = 'x'.repeat(33_000);
  const fields = [
    ['X_Forwarded_User', 'one'],
    ['X_Forwarded_User', 'two'],
    ['Remote.User', 'three'],
    ['Cookie', long],
  ] as const;
  const { status, text } = await send('/a%2Fb/%FF?c=%20', fields);
  const { url, rawHeaders } = JSON.parse(text) as { url: string; rawHeaders: string[] };
  expect([status, url]).toEqual([200, '/a%2Fb/%FF?c=%20']);
  expect(rawHeaders.join('\n')).toContain(fields.flat().join('\n'));
  expect(rawHeaders[1]).toBe(`app.example.com:${port}`);
});

it('names one host in the request line, and another in the field', async () => {
  const { text } = await createSend({ http })({
    method: 'GET',
    origin: `http://127.0.0.1:${port}`,
    target: `http://127.0.0.1:${port}/x`,
    host: 'doctor.invalid',
    fields: [],
  });
  expect(JSON.parse(text)).toMatchObject({
    url: `http://127.0.0.1:${port}/x`,
    rawHeaders: expect.arrayContaining(['doctor.invalid']) as string[],
  });
  expect(text.match(/"host"/gi)).toHaveLength(1);
});

it('follows no redirect, and keeps cookies apart', async () => {
  const { status, fields } = await send('/away');
  expect(status).toBe(302);
  expect(fields.filter(([name]) => name === 'set-cookie').map(([, value]) => value)).toEqual([
    'a=1',
    'b=2',
  ]);
});

it('reads the beginning of a long answer', async () => {
  expect((await send('/long')).text).toHaveLength(65_536);
});
