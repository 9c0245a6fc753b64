import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createHttpClient } from '@drawbridge/node';
import { CI_JOB_GRANT } from './ci-job-grant.ts';
import { requestToken } from './request-token.ts';

const CLIENT = { id: 'https://a.example/x y', secret: 'planted-secret:%' };
const servers: Server[] = [];
const http = createHttpClient();
const ask = (endpoint: string) => requestToken(endpoint, CLIENT, http.tokens());

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => http.close());

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
}

test('authenticates with name and secret each encoded (RFC 6749 section 2.3.1)', async () => {
  const endpoint = await serve((request, response) => {
    response.end(JSON.stringify({ id_token: request.headers.authorization }));
  });
  const header = await ask(endpoint);
  expect(Buffer.from(header.replace('Basic ', ''), 'base64').toString()).toBe(
    'https%3A%2F%2Fa.example%2Fx%20y:planted-secret%3A%25',
  );
});

test('asks by form for the grant of the job, and for JSON', async () => {
  const endpoint = await serve((request, response) => {
    const { method, headers } = request;
    const seen = [method, headers['content-type'], headers.accept];
    void text(request).then((body) =>
      response.end(JSON.stringify({ id_token: [...seen, body].join(' ') })),
    );
  });
  expect(await ask(endpoint)).toBe(
    `POST application/x-www-form-urlencoded application/json grant_type=${encodeURIComponent(CI_JOB_GRANT)}`,
  );
});

test.each([
  [401, '{"error":"invalid_client"}', 'HTTP status 401 (invalid_client)'],
  [200, '{"id_token":7}', 'HTTP status 200 and no id_token'],
  [502, '<html>', 'HTTP status 502 and no id_token'],
])('an answer %i %s is upstream_invalid', async (status, body, detail) => {
  const endpoint = await serve((_, response) => {
    response.writeHead(status).end(body);
  });
  const fault: unknown = await ask(endpoint).catch((error: unknown) => error);
  expect(fault).toHaveProperty('code', 'upstream_invalid');
  expect(String(fault)).toContain(detail);
  expect(String(fault)).not.toContain('planted-secret');
});

test('a connection cut short is upstream_unreachable', async () => {
  const endpoint = await serve((request) => {
    request.socket.destroy();
  });
  await expect(ask(endpoint)).rejects.toMatchObject({
    code: 'upstream_unreachable',
  });
});
