import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Certificate, certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { stageGuard } from '../adapters/guard.fixture.ts';
import { fastifyGuard } from './fastify-guard.ts';

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

describeWith(['openssl'], 'a proxy that proves itself by its certificate', () => {
  const made: Record<string, Certificate> = {};
  let folder: string;
  let authorization: string;
  let port = 0;
  let close: () => Promise<unknown> = () => Promise.resolve();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-guard-tls-'));
    const server = await certify(folder, 'server', 'IP:127.0.0.1');
    const ours = await certify(folder, 'ours', '');
    const theirs = await certify(folder, 'theirs', '');
    made['server'] = server;
    made['proxy'] = await certify(folder, 'proxy', 'DNS:other.example,DNS:Proxy.example', ours);
    made['impostor'] = await certify(folder, 'impostor', 'DNS:proxy.example', theirs);
    made['lonely'] = await certify(folder, 'lonely', 'DNS:proxy.example');
    made['neighbour'] = await certify(folder, 'neighbour', 'DNS:a.proxy.example', ours);
    // The name is that of its subject alone, which is none of its alternative names.
    made['proxy.example'] = await certify(folder, 'proxy.example', '', ours);

    const { guard, issuer } = await stageGuard({
      proxy: { certificate: { dnsNames: ['proxy.example'] } },
    });
    ({ authorization } = await issuer.bearer());
    const { cert, key } = server;
    // The server takes any certificate, and none: the guard alone tells them apart.
    const https = { cert, key, ca: ours.cert, requestCert: true, rejectUnauthorized: false };
    const app = fastify({ https });
    const auth = fastifyGuard(guard);
    app.get('/', { onRequest: auth.protect() }, (incoming, reply) =>
      reply.send(auth.callerOf(incoming)?.subject),
    );
    await app.listen({ host: '127.0.0.1', port: 0 });
    const address = app.server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
    close = () => app.close();
  });

  afterAll(async () => {
    await close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Asks over a connection of its own, with a good token. */
  async function ask(own?: string): Promise<Answer> {
    const shown = own === undefined ? undefined : made[own];
    const pair = shown === undefined ? {} : { cert: shown.cert, key: shown.key };
    const ca = made['server']?.cert;
    const options = { host: '127.0.0.1', port, ca, headers: { authorization }, agent: false };
    return new Promise((resolve, reject) => {
      request({ ...options, ...pair }, (response) => {
        text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
      })
        .on('error', reject)
        .end();
    });
  }

  it('is let in with the name, signed by the authority', async () => {
    expect(await ask('proxy')).toEqual({ status: 200, body: 'alice' });
  });

  it.each([
    ['no certificate', undefined],
    ['the name, signed by another authority', 'impostor'],
    ['the name, signed by itself', 'lonely'],
    ['another name', 'neighbour'],
    ['the name as that of its subject', 'proxy.example'],
  ])('is refused with %s', async (_, own) => {
    const { status, body } = await ask(own);
    expect([status, JSON.parse(body)]).toEqual([
      403,
      expect.objectContaining({ code: 'proxy_unproven' }),
    ]);
  });
});
