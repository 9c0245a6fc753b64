import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { errorReply, type HeaderField, silentLog } from '@drawbridge/core';
import { createHttpClient, createProxy, listenProxy } from '@drawbridge/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { certify } from '../../tools/certify.ts';
import { describeWith } from '../../tools/describe-with.ts';
import { freePort } from '../support/free-port.ts';
import { startNginx } from '../support/nginx.ts';
import { createStage } from '../support/stage.ts';

const LARGE = 8 * 1024 * 1024;

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

function ask(url: string, path: string, headers = {}, body?: Buffer) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      const method = body === undefined ? 'GET' : 'POST';
      const request = send(url, { path, headers, method }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0 } = response;
          resolve({ status, headers: response.headers, body: Buffer.concat(chunks) });
        });
      });
      request.on('error', reject).end(body);
    },
  );
}

describeWith(['nginx', 'openssl'], 'the proxy engine before nginx', () => {
  const stage = createStage();
  afterAll(() => stage.clear());
  let tell = () => {};
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

  /** Behind nginx: how much it was sent, and events one by one. */
  async function serve(): Promise<string> {
    const server = createServer((request, response) => {
      if (request.url === '/events') {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: 1\n\n');
        tell = () => void response.write('data: 2\n\n');
        return;
      }
      let length = 0;
      request.on('data', (chunk: Buffer) => {
        length += chunk.length;
      });
      request.on('end', () => response.end(String(length)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    stage.later(() => {
      server.closeAllConnections();
      server.close();
      return Promise.resolve();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  beforeAll(async () => {
    const folder = await stage.folder();
    await writeFile(join(folder, 'large'), Buffer.alloc(LARGE, 'large'));
    const origin = await serve();
    const certificate = await certify(folder, 'here', 'IP:127.0.0.1');
    const port = await freePort();
    const nginx = await startNginx(
      stage,
      `${LOCATIONS}
       location = /large { root ${folder}; }
       location = /count { client_max_body_size 0; proxy_request_buffering off; proxy_pass ${origin}; }
       location = /events { proxy_buffering off; proxy_pass ${origin}; }
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

  it.each(['plain', 'encrypted'])('carries much up and down: %s', async (name) => {
    const url = name === 'plain' ? plain : encrypted;
    const content = Buffer.alloc(LARGE, 'large');
    expect((await ask(url, '/large')).body.equals(content)).toBe(true);
    expect((await ask(url, '/count', {}, content)).body.toString()).toBe(String(LARGE));
    const chunked = { 'transfer-encoding': 'chunked' };
    expect((await ask(url, '/count', chunked, content)).body.toString()).toBe(String(LARGE));
  });

  it.each(['plain', 'encrypted'])(
    'loses no content of a request, though nginx takes five over each connection: %s',
    async (name) => {
      const url = name === 'plain' ? plain : encrypted;
      for (let round = 0; round < 30; round++) {
        const { status, body } = await ask(url, '/count', {}, Buffer.from('content'));
        expect([status, body.toString()]).toEqual([200, '7']);
      }
    },
  );

  it.each(['plain', 'encrypted'])(
    'has the caller see that there was too much: %s',
    async (name) => {
      const url = name === 'plain' ? plain : encrypted;
      expect((await ask(url, '/upload', {}, Buffer.alloc(1_000_000))).status).toBe(413);
    },
  );

  it.each(['plain', 'encrypted'])('carries events one by one: %s', async (name) => {
    const request = send(`${name === 'plain' ? plain : encrypted}/events`).end();
    const [response] = await once(request, 'response');
    expect(String((await once(response, 'data'))[0])).toBe('data: 1\n\n');
    tell();
    expect(String((await once(response, 'data'))[0])).toBe('data: 2\n\n');
    response.destroy();
  });

  it('carries 1,000 at one time', async () => {
    const body = Buffer.from('content');
    const answers = await Promise.all(
      Array.from({ length: 1000 }, () => ask(plain, '/count', {}, body)),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('carries 200 at one time over HTTP/2', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => ask(encrypted, '/plain')));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });
});
