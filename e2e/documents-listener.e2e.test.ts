import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getJson } from './support/exchange.ts';
import { type Installation, install } from './support/installation.ts';

let here: Installation;
beforeEach(async () => {
  here = await install();
});
afterEach(() => here.clear());

describe('the listener of the documents', () => {
  test('serves what relying parties read, and probes', async () => {
    const { url, documents } = await here.serve({ documents: { listen: '127.0.0.1:0' } });
    expect(documents).not.toBe(url);
    for (const path of ['/.well-known/openid-configuration', '/.well-known/jwks.json']) {
      expect(await getJson(documents + path)).toEqual(await getJson(url + path));
    }
    expect((await fetch(`${documents}/readyz`)).status).toBe(200);
  });

  test('never reaches the token endpoint, whatever is sent', async () => {
    const { command, documents } = await here.serve({ documents: { listen: '127.0.0.1:0' } });
    const token = await here.upstream.issue();
    const { port } = new URL(documents);
    const methods = [
      'POST',
      'GET',
      'PUT',
      'PATCH',
      'DELETE',
      'OPTIONS',
      'TRACE',
      'QUERY',
      'PROPFIND',
    ];
    const targets = [
      '/token',
      '/token?a',
      '/token/',
      '//token',
      '/%74oken',
      '/./token',
      '/x/../token',
      '/.well-known/jwks.json/../../token',
      '/.well-known/jwks.json?/token',
      '/readyz/../token',
      '/healthz?/token',
      String.raw`\token`,
      `http://127.0.0.1:${port}/token`,
      '*',
    ];
    for (const method of methods) {
      for (const target of targets) {
        const head = `${method} ${target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n`;
        const type = `content-type: application/jwt\r\ncontent-length: ${token.length}\r\n`;
        const answer = await exchangeBytes(Number(port), `${head}${type}\r\n${token}`);
        expect([method, target, answer]).toEqual([
          method,
          target,
          expect.stringMatching(/^HTTP\/1\.1 /),
        ]);
        expect(answer.split('\r\n\r\n')[1] ?? '').not.toMatch(/eyJ|access_token/);
      }
    }
    // A request in a request, by header fields that proxies believe.
    for (const name of [
      'x-original-url',
      'x-rewrite-url',
      'x-http-method-override',
      'x-forwarded-prefix',
    ]) {
      const head = `POST /.well-known/jwks.json HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${name}: /token\r\n`;
      const answer = await exchangeBytes(Number(port), `${head}content-length: 0\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    }
    expect(command.stderr()).not.toContain('token exchanged');
  });
});

/** Sends bytes over a connection of their own, and reads to its end. */
async function exchangeBytes(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    answer += text;
  });
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}
