import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { introspection } from '../introspection/index.ts';
import { type GuardClient, openGuardClient } from './guard-client.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** An issuer on a socket of this machine. */
async function serve(): Promise<string> {
  let issuer = '';
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    const isDocument = request.method === 'GET';
    const document = { issuer, introspection_endpoint: `${issuer}/introspect` };
    response.end(JSON.stringify(isDocument ? document : { active: true, aud: 'orders' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return issuer;
}

async function open(...parameters: Parameters<typeof openGuardClient>): Promise<GuardClient> {
  const client = await openGuardClient(...parameters);
  closers.push(client.close);
  return client;
}

describe('openGuardClient', () => {
  it.each([[undefined], [{ timeout: 2000 }]])(
    'asks for documents and tokens, with %j',
    async (options) => {
      const issuer = await serve();
      const { fetch, fetchToken } = await open(options);
      const judge = introspection({
        issuer,
        audience: 'orders',
        fetch: fetchToken,
        fetchDocument: fetch,
      });
      expect(await judge.judge('opaque')).toMatchObject({ kind: 'introspected', issuer });
    },
  );

  it('says what went wrong on the way', async () => {
    const gone = await serve();
    for (const close of closers.splice(0)) await close();
    const { fetchToken } = await open();
    const judge = introspection({
      issuer: 'https://issuer.test',
      endpoint: `${gone}/introspect`,
      audience: 'orders',
      fetch: fetchToken,
    });
    await expect(judge.judge('opaque')).rejects.toMatchObject({
      code: 'introspection_unavailable',
      message: expect.stringContaining('ECONNREFUSED') as string,
      hint: expect.stringContaining('Nothing listens there') as string,
    });
  });

  it('refuses what is no option, and asks nothing after its end', async () => {
    await expect(openGuardClient({ timeout: 0 })).rejects.toThrow(TypeError);
    await expect(openGuardClient({ ca: 'no certificate' })).rejects.toThrow('ca ');
    const client = await openGuardClient();
    await client.close();
    await expect(
      client.fetch('http://127.0.0.1:1/', { accept: '*/*', maxBytes: 1 }),
    ).rejects.toMatchObject({ code: 'upstream_unreachable' });
  });
});
