import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { post } from './post.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

async function serve(answer: Answer): Promise<string> {
  const server = createServer((request, response) => void answer(request, response)).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
}

const what = { contentType: 'application/jwt', accept: 'application/json', body: 'a.b.c' };

test('sends a body with its type, and reads the answer to its end', async () => {
  const url = await serve(async (request, response) => {
    const { method, headers } = request;
    response.statusCode = 418;
    response.end(
      JSON.stringify({
        method,
        type: headers['content-type'],
        accept: headers.accept,
        connection: headers.connection,
        authorization: headers.authorization,
        body: await text(request),
      }),
    );
  });
  const reply = await post(url, what);
  expect(reply.status).toBe(418);
  expect(JSON.parse(new TextDecoder().decode(reply.body))).toEqual({
    method: 'POST',
    type: 'application/jwt',
    accept: 'application/json',
    connection: 'close',
    body: 'a.b.c',
  });
});

test('authenticates by HTTP Basic where asked to', async () => {
  const url = await serve((request, response) => response.end(request.headers.authorization));
  const { body } = await post(url, { ...what, auth: 'name:password' });
  expect(new TextDecoder().decode(body)).toBe(`Basic ${btoa('name:password')}`);
});

test('fails when nothing listens, and when the answer breaks off', async () => {
  const url = await serve((_, response) => response.socket?.destroy());
  await expect(post(url, what)).rejects.toMatchObject({ code: 'ECONNRESET' });
  for (const close of closers.splice(0)) close();
  await expect(post(url, what)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
