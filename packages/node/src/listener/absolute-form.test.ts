import { headerValues } from '@drawbridge/core';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { certify } from '../../../../tools/certify.ts';
import { describeWith } from '../../../../tools/describe-with.ts';
import type { ServerTls } from './tls.ts';
import { createListenerStage, ok } from './listener.fixture.ts';

const stage = createListenerStage();
afterEach(() => stage.clear());

async function listening(tls?: ServerTls) {
  const seen: string[] = [];
  const { listener } = await stage.start(
    (call) => {
      seen.push(`${call.target} ${headerValues(call, 'host').join(' ')}`);
      return Promise.resolve(ok());
    },
    { tls },
  );
  return { seen, listener };
}

/** What the service saw of a request, and the status that came back. */
async function send(target: string, fields = 'host: a.test\r\n', version = '1.1') {
  const { seen, listener } = await listening();
  const raw = `GET ${target} HTTP/${version}\r\n${fields}connection: close\r\n\r\n`;
  const text = await stage.send(listener, raw);
  return { seen, status: /^HTTP\/1\.1 (\d+)/.exec(text)?.[1], text };
}

describe('a target in absolute-form', () => {
  it.each([
    ['http://a.test/x', '/x'],
    ['http://a.test/x?y=http://b.test/', '/x?y=http://b.test/'],
    ['HTTP://A.test/x', '/x'],
    ['http://a.test:80/x', '/x'],
    ['http://a.test', '/'],
    ['http://a.test?x', '/?x'],
    ['http://a.test//x', '//x'],
    ['http://a.test/./x/%2e%2e', '/./x/%2e%2e'],
    ['http://a.test/http://b.test/x', '/http://b.test/x'],
  ])('%s is shown as %s', async (target, shown) => {
    expect(await send(target)).toMatchObject({ seen: [`${shown} a.test`], status: '200' });
  });

  it('has the port that the Host field has', async () => {
    const { seen } = await send('http://a.test:8080/x', 'host: a.test:8080\r\n');
    expect(seen).toEqual(['/x a.test:8080']);
    expect(await send('http://a.test:8080/x')).toMatchObject({ seen: [], status: '400' });
    expect(await send('http://[::1]:1/x', 'host: [::1]:1\r\n')).toMatchObject({
      seen: ['/x [::1]:1'],
    });
  });

  it.each([
    ['another host', 'http://b.test/x'],
    ['a host that begins like it', 'http://a.test.evil.test/x'],
    ['the port of the other scheme', 'http://a.test:443/x'],
    ['a name and a password', 'http://a.test:x@b.test/x'],
    ['a name at the same host', 'http://x@a.test/x'],
    ['no host', 'http:///x'],
    ['no slashes', 'http:a.test/x'],
    ['one slash', 'http:/a.test/x'],
    ['a backslash', 'http://a.test\\@b.test/x'],
    ['a fragment for a path', 'http://a.test#/x'],
    ['TLS that it did not come over', 'https://a.test/x'],
  ])('with %s is refused, and reaches nobody', async (_, target) => {
    const { seen, status } = await send(target);
    expect([seen, status]).toEqual([[], '400']);
  });

  it('needs the one Host field all the same', async () => {
    for (const fields of ['', 'host: a.test\r\nhost: a.test\r\n']) {
      expect(await send('http://a.test/x', fields)).toMatchObject({ seen: [], status: '400' });
    }
  });

  it('gives HTTP/1.0 the Host field that it lacks', async () => {
    expect(await send('http://a.test/x', '', '1.0')).toMatchObject({ seen: ['/x a.test'] });
  });

  it.each(['/x', '//b.test/x', '*', '/http://b.test/', 'ftp://a.test/x'])(
    'is not what %s is: that stays as it came',
    async (target) => {
      expect((await send(target)).seen).toEqual([`${target} a.test`]);
    },
  );
});

describeWith(['openssl'], 'a target in absolute-form over TLS', () => {
  it('must be of https', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drawbridge-absolute-'));
    const { cert, key } = await certify(folder, 'a', 'DNS:a.test');
    await rm(folder, { recursive: true });
    const { seen, listener } = await listening({ certificate: cert, key });
    const statuses: (string | undefined)[] = [];
    for (const target of ['https://a.test:443/x', 'http://a.test/x']) {
      const { port } = listener.address;
      const socket = connect({ port, host: '127.0.0.1', ca: cert, servername: 'a.test' });
      let text = '';
      socket.setEncoding('latin1').on('data', (data: string) => (text += data));
      socket.write(`GET ${target} HTTP/1.1\r\nhost: a.test\r\nconnection: close\r\n\r\n`);
      await once(socket, 'close');
      statuses.push(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
    }
    expect([seen, statuses]).toEqual([['/x a.test'], ['200', '400']]);
  });
});
