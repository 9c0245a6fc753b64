import { createSecureServer, type Http2ServerResponse, type ServerHttp2Stream } from 'node:http2';
import { afterEach, expect, it } from 'vitest';
import { describeWith } from '../../../../tools/describe-with.ts';
import { allOf } from '../listener/listener.fixture.ts';
import { listenHere, useCertificate } from './here.fixture.ts';
import { ask, createProxyStage, passAll } from './proxy.fixture.ts';

const stage = createProxyStage();
afterEach(() => stage.clear());

describeWith(['openssl'], 'an upstream of TLS', () => {
  const here = useCertificate();

  async function upstream(
    take: (stream: ServerHttp2Stream, response: Http2ServerResponse) => void,
  ) {
    const server = createSecureServer({ ...here(), allowHTTP1: true }, (request, response) => {
      if (request.httpVersion === '1.1') {
        request.pipe(response);
        return;
      }
      response.stream.on('error', () => {});
      take(response.stream, response);
    });
    return listenHere(stage, server);
  }
  const proxyTo = async (origin: string, remote = {}) =>
    (await stage.proxy(origin, { remote: { ca: here().cert, ...remote } })).url;

  it('is spoken HTTP/2 with where it wants it', async () => {
    const origin = await upstream((stream) => {
      stream.respond({ ':status': 200, 'set-cookie': ['a=1', 'b=2'], 'x-h2': '1' });
      stream.pipe(stream);
    });
    const url = await proxyTo(origin);
    const { status, headers, body } = await ask(url, { method: 'POST' }, 'hello');
    expect({ status, body, cookies: headers['set-cookie'], h2: headers['x-h2'] }).toEqual({
      status: 200,
      body: 'hello',
      cookies: ['a=1', 'b=2'],
      h2: '1',
    });
    // undici would drop it.
    expect((await ask(url, { method: 'GET', headers: { 'content-length': '2' } }, 'ab')).body).toBe(
      'ab',
    );
  });

  it('gets a field once that a caller sent in two spellings', async () => {
    const origin = await upstream((_stream, response) => {
      response.end(JSON.stringify(response.req.headers));
    });
    const { listener } = await stage.proxy(origin, { remote: { ca: here().cert } });
    const fields =
      'User-Agent: a\r\nuser-agent: b\r\nX-A: 1\r\nx-a: 2\r\nCookie: a=b\r\ncookie: c=d\r\n';
    const own = 'constructor: x\r\nhttp2-settings: x\r\n';
    const text = await allOf(
      stage.open(listener, `GET / HTTP/1.1\r\nhost: a\r\n${fields}${own}connection: close\r\n\r\n`),
    );
    const seen = JSON.parse(/\{.*\}/.exec(text)?.[0] ?? '{}') as Record<string, string>;
    expect(seen).toMatchObject({ 'user-agent': 'a, b', 'x-a': '1, 2', cookie: 'a=b; c=d' });
    expect(seen).toMatchObject({ constructor: 'x' });
  });

  it('learns that the caller reads trailers, once that it speaks HTTP/2 is known', async () => {
    const origin = await upstream((_stream, response) => {
      response.end(String(response.req.headers['te']));
    });
    const passage = passAll(origin);
    const { listener } = await stage.proxy(origin, {
      remote: { ca: here().cert },
      policy: {
        async admit(call) {
          const headers = call.headers.filter(([name]) => name !== 'host');
          return { ...(await passage.admit(call)), headers };
        },
      },
    });
    const told = async (te: string) =>
      /undefined|trailers\r\n|gzip/.exec(
        await allOf(
          stage.open(listener, `GET / HTTP/1.1\r\nhost: a\r\n${te}connection: close, te\r\n\r\n`),
        ),
      )?.[0];
    expect(await told('te: trailers\r\n')).toBe('undefined');
    expect(await told('te: gzip, Trailers\r\nTE: trailers\r\n')).toBe('trailers\r\n');
    expect(await told('te: gzip\r\n')).toBe('undefined');
    expect(await told('')).toBe('undefined');
  });

  it.each([200, 204, 304])('may answer %i without content', async (status) => {
    const origin = await upstream((stream) => {
      stream.respond({ ':status': status }, { endStream: true });
    });
    expect(await ask(await proxyTo(origin))).toMatchObject({ status, body: '' });
  });

  it('has its trailers passed on, behind all of a large answer', async () => {
    const origin = await upstream((_stream, response) => {
      response.writeHead(200);
      response.write('x'.repeat(3_000_000));
      response.addTrailers({ 'x-sum': '7' });
      response.end();
    });
    const { body, trailers } = await ask(await proxyTo(origin));
    expect([body.length, trailers]).toEqual([3_000_000, { 'x-sum': '7' }]);
  });

  it.each([
    ['resets the stream', (stream: ServerHttp2Stream) => stream.destroy(new Error('broken'))],
    ['hangs up', (stream: ServerHttp2Stream) => stream.session?.destroy()],
  ])('that %s half-way never looks whole', async (_, breakOff) => {
    const origin = await upstream((stream) => {
      stream.respond({ ':status': 200 });
      stream.write('half');
      setTimeout(() => breakOff(stream), 30);
    });
    await expect(ask(await proxyTo(origin))).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });

  it('is not trusted without its authority', async () => {
    const origin = await upstream(() => {});
    const { url } = await stage.proxy(origin);
    const { status, body } = await ask(url);
    expect([status, body]).toEqual([502, expect.stringContaining('remote_untrusted')]);
  });

  it('is believed anything where that is wanted, for it alone', async () => {
    const origin = await upstream((stream) => {
      stream.respond({ ':status': 200 });
      stream.end('ok');
    });
    const { url } = await stage.proxy(origin, { remote: { insecure: true } });
    expect((await ask(url)).body).toBe('ok');
    expect((await ask((await stage.proxy(origin)).url)).status).toBe(502);
  });
});
