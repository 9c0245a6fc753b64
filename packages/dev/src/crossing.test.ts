import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createDefaultEngine, systemClock } from '@drawbridge/core';
import { createHttpClient } from '@drawbridge/node';
import { createTestIssuer } from '@drawbridge/testing';
import { afterAll, afterEach, expect, test } from 'vitest';
import { cross } from './crossing.ts';

const upstream = await createTestIssuer({ issuer: 'https://upstream.test' });
const exchange = await createTestIssuer({ issuer: 'https://bridge.test', audience: 'aws' });

const { tokens, cloud, remote, close } = createHttpClient();
afterAll(close);

let server: Server;
afterEach(() => server.close());

/** An exchange that answers what it is told to. */
async function answering(status: number, answer: string) {
  let received: readonly (string | undefined)[] = [];
  const reply = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, headers } = request;
    received = [method, headers['content-type'], headers.accept, await text(request)];
    response.writeHead(status).end(answer);
  };
  server = createServer((request, response) => void reply(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const upstreamToken = await upstream.issue({ sub: 'job' });
  const { port } = server.address() as AddressInfo;
  const tokenEndpoint = `http://127.0.0.1:${port}/token`;
  const { issuer, audience, fetch } = exchange;
  const crossing = cross({ issuer, tokenEndpoint, audience }, upstreamToken, {
    clock: systemClock,
    engine: createDefaultEngine(),
    http: {
      fetchDocument: fetch,
      documents: () => fetch,
      tokens,
      cloud,
      remote,
      close,
    },
  });
  return { crossing, upstreamToken, received: () => received };
}

test('tells what went in and what came out, verified', async () => {
  const token = await exchange.issue({ sub: 'job' });
  const { crossing, upstreamToken, received } = await answering(200, token);
  const { upstreamClaims, exchangedToken, exchanged } = await crossing;
  expect(received()).toEqual([
    'POST',
    'application/x-www-form-urlencoded',
    'application/jwt',
    `token=${upstreamToken}`,
  ]);
  expect(upstreamClaims).toMatchObject({ iss: upstream.issuer, sub: 'job' });
  expect(exchangedToken).toBe(token);
  expect(exchanged.claims).toMatchObject({ iss: exchange.issuer, sub: 'job', aud: 'aws' });
});

test.each([
  ['for another audience', { aud: 'someone' }, 'audience_mismatch'],
  ['of another issuer', { iss: 'https://other.test' }, 'issuer_unknown'],
])('does not take a token %s', async (_, claims, code) => {
  const { crossing } = await answering(200, await exchange.issue(claims));
  await expect(crossing).rejects.toMatchObject({ code });
});

test('does not take an answer that is no token', async () => {
  const { crossing } = await answering(200, 'hello');
  await expect(crossing).rejects.toMatchObject({ code: 'token_malformed' });
});

test('calls a refusal what it is here: a bug', async () => {
  const { crossing } = await answering(400, '{"error":"invalid_request"}');
  await expect(crossing).rejects.toMatchObject({
    code: 'internal',
    message: 'the exchange answered {"error":"invalid_request"}',
  });
});
