import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRuntime } from '@drawbridge/node';
import { createLogRecorder } from '@drawbridge/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import { readEoepcaVariables } from './compatibility/eoepca-variables.ts';
import { openInjector } from './open-injector.ts';

describeWith(['openssl'], 'where nobody vouches for the remote service nor the issuer', () => {
  let folder: string;
  let server: Server;
  let origin: string;
  const asked: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-no-verify-'));
    const there = await certify(folder, 'there', 'IP:127.0.0.1');
    server = createServer(there, (request, response) => {
      asked.push(`${request.url} ${request.headers.authorization ?? ''}`);
      response.end('in');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  async function call(variables: Readonly<Record<string, string>>) {
    asked.length = 0;
    const env = { REMOTE_PROTECTED_DOMAIN: origin, PROXY_PORT: '0', ...variables };
    const section = readEoepcaVariables(env)?.section ?? {};
    const log = createLogRecorder();
    const runtime = createRuntime({ data: folder, log, env });
    const opened = await openInjector(section, runtime, { stop: () => {} });
    const listener = await opened.listen();
    try {
      const reply = await fetch(`${listener.url}/x`);
      return { status: reply.status, text: await reply.text(), told: log.text() };
    } finally {
      await listener.close({ patience: 0 });
      await opened.close();
      await runtime.close();
    }
  }

  it.each(['', 'false', '1'])('TLS_NO_VERIFY=%s sends it nothing', async (TLS_NO_VERIFY) => {
    const { status, text } = await call({ OPEN_ID_AUTH_TOKEN: 'token', TLS_NO_VERIFY });
    expect([status, JSON.parse(text)]).toMatchObject([502, { code: 'remote_untrusted' }]);
    expect(asked).toEqual([]);
  });

  it('TLS_NO_VERIFY=true lets a token go to the remote service', async () => {
    const reply = await call({ OPEN_ID_AUTH_TOKEN: 'token', TLS_NO_VERIFY: 'true' });
    expect(reply).toMatchObject({ status: 200, text: 'in' });
    expect(asked).toEqual(['/x Bearer token']);
  });

  it('TLS_NO_VERIFY=true lets nothing go to the issuer', async () => {
    const { status, text, told } = await call({
      OPEN_ID_REFRESH_TOKEN: 'planted-refresh',
      OPEN_ID_CONNECT_URL: `${origin}/.well-known/openid-configuration`,
      OPEN_ID_CONNECT_CLIENT_ID: 'c',
      TLS_NO_VERIFY: 'true',
    });
    expect([status, JSON.parse(text)]).toMatchObject([502, { code: 'upstream_unreachable' }]);
    expect(told).toContain('SELF_SIGNED');
    expect(asked).toEqual([]);
  });
});
