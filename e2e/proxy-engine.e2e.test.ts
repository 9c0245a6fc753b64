import { request as send } from 'node:http';
import { errorReply, type HeaderField, silentLog } from '@drawbridge/core';
import { createHttpClient, createProxy, listenProxy } from '@drawbridge/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { certify } from '../tools/certify.ts';
import { describeWith } from '../tools/describe-with.ts';
import { freePort } from './support/free-port.ts';
import { startNginx } from './support/nginx.ts';
import { createStage } from './support/stage.ts';

/** What nginx serves, over HTTP, and over TLS with HTTP/2. */
const LOCATIONS = `
keepalive_requests 5;
gzip on; gzip_min_length 1; gzip_types text/plain; default_type text/plain;
location = /plain { add_header x-protocol $server_protocol always; return 200 "plain"; }
location = /gzip { return 200 "${'compress me '.repeat(50)}"; }
location = /missing { return 404; }
location = /moved { return 302 /plain; }
location = /upload { client_max_body_size 1k; return 200; }
`;

function ask(url: string, path: string, headers = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      const request = send(url, { path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0 } = response;
          resolve({ status, headers: response.headers, body: Buffer.concat(chunks) });
        });
      });
      request.on('error', reject).end();
    },
  );
}

describeWith(['nginx', 'openssl'], 'the proxy engine before nginx', () => {
  const stage = createStage();
  afterAll(() => stage.clear());
  let plain: string;
  let encrypted: string;

  async function proxyTo(origin: string, ca?: string): Promise<string> {
    const http = createHttpClient();
    const remote = http.remote(ca === undefined ? {} : { ca });
    const host: HeaderField = ['host', new URL(origin).host];
    const proxy = createProxy({
      policy: {
        admit: ({ target, headers }) => ({
          origin,
          target,
          headers: [host, ...headers.filter(([name]) => !/^(host|connection)$/i.test(name))],
          toReply: (answer) => answer,
          again: () => undefined,
          failed: (fault) => errorReply(fault),
        }),
      },
      remoteOf: () => remote,
      log: silentLog,
    });
    const place = { address: { host: '127.0.0.1', port: 0 } };
    const listener = await listenProxy(proxy, place, silentLog);
    stage.later(async () => {
      await listener.close({ patience: 0 });
      await http.close();
    });
    return listener.url;
  }

  beforeAll(async () => {
    const certificate = await certify(await stage.folder(), 'here', 'IP:127.0.0.1');
    const port = await freePort();
    const nginx = await startNginx(
      stage,
      `${LOCATIONS}
       listen 127.0.0.1:${port} ssl http2;
       ssl_certificate ${certificate.certFile}; ssl_certificate_key ${certificate.keyFile};`,
    );
    plain = await proxyTo(nginx.url);
    encrypted = await proxyTo(`https://127.0.0.1:${port}`, certificate.cert);
  });

  it('speaks HTTP/1.1 to it, and HTTP/2 over TLS', async () => {
    expect((await ask(plain, '/plain')).headers['x-protocol']).toBe('HTTP/1.1');
    const { headers, body } = await ask(encrypted, '/plain');
    expect([headers['x-protocol'], body.toString()]).toEqual(['HTTP/2.0', 'plain']);
  });

  it.each(['plain', 'encrypted'])(
    'leaves content as it is coded, and answers as they are: %s',
    async (name) => {
      const url = name === 'plain' ? plain : encrypted;
      const { headers, body } = await ask(url, '/gzip', { 'accept-encoding': 'gzip' });
      expect([headers['content-encoding'], body[0], body[1]]).toEqual(['gzip', 0x1f, 0x8b]);
      expect((await ask(url, '/missing')).status).toBe(404);
      expect((await ask(url, '/moved')).headers['location']).toMatch(/\/plain$/);
    },
  );

  it.each(['plain', 'encrypted'])(
    'loses none of 1,000 requests, though nginx closes connections all the time: %s',
    async (name) => {
      const url = name === 'plain' ? plain : encrypted;
      for (let round = 0; round < 10; round++) {
        const answers = await Promise.all(Array.from({ length: 100 }, () => ask(url, '/plain')));
        expect(answers.every(({ status }) => status === 200)).toBe(true);
      }
    },
  );
});
