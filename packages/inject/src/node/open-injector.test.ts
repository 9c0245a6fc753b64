import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, request as requestBy } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRuntime } from '@drawbridge/node';
import { createLogRecorder, TEST_CLIENT } from '@drawbridge/testing';
import { type ListeningIssuer, listenTestIssuer } from '@drawbridge/testing/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openInjector } from './open-injector.ts';
import type { InjectSection } from './section/inject-section.ts';

let folder: string;
let issuer: ListeningIssuer;
let upstream: string;
let sent: IncomingHttpHeaders[];
let closers: (() => Promise<unknown>)[];

const client = { id: TEST_CLIENT.clientId, secret: { env: 'CLIENT_SECRET' } };

beforeEach(async () => {
  closers = [];
  sent = [];
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-inject-'));
  issuer = await listenTestIssuer();
  const server = createServer((request, response) => {
    sent.push(request.headers);
    response.writeHead(302, { location: `http://${request.headers.host}/base/next` }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  closers.push(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
});

afterEach(async () => {
  for (const close of closers.toReversed()) await close();
  await issuer.close();
  await rm(folder, { recursive: true });
});

async function open(section: InjectSection, env: Readonly<Record<string, string>> = {}) {
  const log = createLogRecorder();
  const runtime = createRuntime({
    data: folder,
    log,
    env: { CLIENT_SECRET: TEST_CLIENT.clientSecret, ...env },
  });
  closers.push(() => runtime.close());
  const opened = await openInjector({ listen: '127.0.0.1:0', ...section }, runtime, { stop() {} });
  closers.push(() => opened.close());
  const listener = await opened.listen();
  closers.push(() => listener.close({ patience: 0 }));
  return { log, opened, url: listener.url };
}

const ask = (url: string) => fetch(url, { redirect: 'manual' });

describe('openInjector', () => {
  it('joins source, judgement and transport', async () => {
    const { refreshToken = '' } = await issuer.grant();
    const token = { issuer: issuer.issuer, client, refreshToken: { env: 'REFRESH_TOKEN' } };
    const { url, log } = await open({ upstream, token }, { REFRESH_TOKEN: refreshToken });
    const reply = await ask(`${url}/x`);
    expect([reply.status, reply.headers.get('location')]).toEqual([302, '/base/next']);
    expect(sent[0]?.authorization).toMatch(/^Bearer ey/);
    expect(log.text()).not.toContain(refreshToken);
    expect(log.text()).not.toContain(sent[0]?.authorization?.slice(7));
  });

  it('takes no login where there are none', async () => {
    const opened = open({ upstream, token: { login: 'dev' } });
    await expect(opened).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('inject.token.login') as string,
    });
  });

  it('carries a change of protocol, with the token, and none that a page of another site asks for', async () => {
    const file = join(folder, 'token');
    await writeFile(file, 'of-a-file');
    const server = createServer().listen(0, '127.0.0.1');
    server.on('upgrade', (request, socket) => {
      sent.push(request.headers);
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n',
      );
      socket.pipe(socket);
    });
    await once(server, 'listening');
    closers.push(async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    });
    const echo = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { url } = await open({ upstream: echo, token: { file } });
    const upgrade = (origin: string) =>
      new Promise<string | number | undefined>((resolve, reject) => {
        const headers = { connection: 'upgrade', upgrade: 'echo', origin };
        const call = requestBy(url, { headers });
        call.on('response', ({ statusCode }) => resolve(statusCode));
        call.on('upgrade', (_, socket) => {
          socket.once('data', (data: Buffer) => {
            socket.destroy();
            resolve(data.toString());
          });
          socket.write('hello');
        });
        call.on('error', reject).end();
      });
    expect(await upgrade('https://evil.test')).toBe(403);
    expect(await upgrade('null')).toBe(403);
    expect(sent).toEqual([]);
    expect(await upgrade(url)).toBe('hello');
    expect(sent[0]).toMatchObject({ authorization: 'Bearer of-a-file', origin: echo });
  });

  it.each([
    'GET http://evil.test/ HTTP/1.1\r\nHost: localhost\r\n',
    'GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n',
    'CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n',
    'CONNECT localhost:443 HTTP/1.1\r\nHost: localhost\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n',
    'TRACE / HTTP/1.1\r\nHost: localhost\r\n',
    'GET //evil.test/ HTTP/1.1\r\nHost: localhost\r\n',
    'GET / HTTP/1.1\r\nHost: evil.test\r\n',
    'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\n',
    'GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.test\r\n',
    'GET / HTTP/1.0\r\n',
    'GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization : Bearer x\r\n',
    'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n',
    'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n',
  ])('lets nothing through of %j', async (head) => {
    const file = join(folder, 'token');
    await writeFile(file, 'of-a-file');
    const { url } = await open({ upstream, token: { file } });
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.write(`${head}Connection: close\r\n\r\n`);
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 40[0-9] /);
    expect(answer).not.toContain('of-a-file');
    expect(sent).toEqual([]);
  });

  it('says of an access token that was given that it has expired', async () => {
    const [header, claims] = [{ alg: 'RS256' }, { exp: 1 }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const token = { accessToken: { env: 'GIVEN' } };
    const { url, log } = await open(
      { upstream, token },
      { GIVEN: `${header}.${claims}.cGxhbnRlZA` },
    );
    const reply = await ask(url);
    expect([reply.status, await reply.json()]).toEqual([
      502,
      expect.objectContaining({ code: 'sign_in_needed' }),
    ]);
    expect(sent).toEqual([]);
    expect(log.text()).toContain('expired at 1970-01-01T00:00:01');
    expect(log.text()).not.toContain(header);
  });

  it('has a source for each route, with what each trusts', async () => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    await writeFile(one, 'token-one');
    await writeFile(two, 'token-two');
    const { url, opened } = await open({
      routes: [
        { path: '/one', upstream: `${upstream}/base`, token: { file: one } },
        { path: '/two', upstream },
      ],
      token: { command: [process.execPath, '-e', 'console.log("token-two")'] },
    });
    const first = await ask(`${url}/one/a`);
    expect(first.headers.get('location')).toBe('/one/next');
    await ask(`${url}/two/a`);
    expect(sent.map(({ authorization }) => authorization)).toEqual([
      'Bearer token-one',
      'Bearer token-two',
    ]);
    expect(opened.sources).toHaveLength(2);
    expect((await ask(`${url}/three`)).status).toBe(404);
  });

  it('shares the source of a refresh token, and closes those that others are made of', async () => {
    const { refreshToken = '' } = await issuer.grant();
    const { opened } = await open(
      {
        routes: [
          { path: '/a', upstream },
          { path: '/b', upstream },
          { path: '/c', upstream, audience: 'c' },
        ],
        token: { issuer: issuer.issuer, client, refreshToken: { env: 'REFRESH_TOKEN' } },
      },
      { REFRESH_TOKEN: refreshToken },
    );
    expect(opened.sources.map(({ routes }) => routes)).toEqual([[0, 1], [2]]);
    await opened.close();
    await expect(opened.sources[0]?.source.get()).rejects.toThrow();
  });

  it('warns of what lets others use or read the token', async () => {
    const file = join(folder, 'token');
    await writeFile(file, 'a');
    const { log } = await open({
      upstream: 'http://plain.invalid',
      tlsNoVerify: true,
      token: { file },
    });
    const told = log.entries.filter(({ level }) => level === 'warn').map(({ event }) => event);
    expect(told).toEqual([
      'the certificate of the upstream is not verified',
      'the upstream is reached without TLS',
    ]);
  });

  it('tells all that cannot be read at once', async () => {
    const opened = open({
      upstream,
      caFile: join(folder, 'none'),
      secret: { env: 'NOWHERE' },
      token: { accessToken: { env: 'NOWHERE' } },
    });
    await expect(opened).rejects.toThrow('3 faults');
  });

  it('refuses secrets that not every caller sends alike, and does not repeat them', async () => {
    const section = {
      upstream,
      secret: { env: 'OWN' },
      termination: { path: '/quit', secret: { env: 'END' } },
      token: { accessToken: { env: 'TOKEN' } },
    };
    const opened = open(section, { TOKEN: 'a', OWN: 'sésame', END: 'open sesame' });
    const fault: unknown = await opened.catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({ code: 'config_invalid' });
    expect(String(fault)).toContain('2 faults');
    expect(String(fault)).toContain('inject.termination.secret has a space or a character beyond');
    expect(String(fault)).not.toMatch(/s.same/);
  });

  it('refuses a section that does not fit together', async () => {
    await expect(open({ upstream })).rejects.toThrow('inject.token');
  });
});
