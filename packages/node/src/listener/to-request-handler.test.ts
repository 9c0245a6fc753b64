import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { type Call, createRouter, readBody, type Reply } from '@drawbridge/core';
import { createLogRecorder } from '@drawbridge/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { allOf } from './listener.fixture.ts';
import { toRequestHandler } from './to-request-handler.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** A server of somebody else's that hands requests to a service. */
async function serve(handle: (call: Call) => Promise<Reply>, before: RequestListener = () => {}) {
  const log = createLogRecorder();
  const handler = toRequestHandler({ handle }, log);
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    before(request, response);
    handler(request, response);
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const open = () => connect((server.address() as AddressInfo).port, '127.0.0.1');
  return {
    log,
    open,
    send(raw: string) {
      const socket = open();
      socket.write(raw);
      return allOf(socket);
    },
  };
}

const END = 'Connection: close\r\n\r\n';

describe('toRequestHandler', () => {
  it('shows a service what was sent: doubled fields, an unresolved path, the whole body', async () => {
    const calls: [Call, string][] = [];
    const { send } = await serve(async (call) => {
      calls.push([call, new TextDecoder().decode(await readBody(call, 10))]);
      return {
        status: 200,
        headers: [
          ['x-a', '1'],
          ['x-a', '2'],
        ],
        body: 'ok',
      };
    });
    const text = await send(
      `POST /a/../token?x HTTP/1.1\r\nHost: a\r\nX: 1\r\nx: 2\r\nContent-Length: 2\r\n${END}hi`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\nx-a: 1\r\nx-a: 2\r\n[\s\S]*\r\n\r\nok$/);
    expect(calls[0]?.[1]).toBe('hi');
    expect(calls[0]?.[0]).toMatchObject({
      target: '/a/../token?x',
      peer: { address: '127.0.0.1' },
    });
    expect(calls[0]?.[0].headers.slice(1, 3)).toEqual([
      ['X', '1'],
      ['x', '2'],
    ]);
  });

  it('judges the whole target, also where a framework cut off its beginning', async () => {
    const { send } = await serve(
      async ({ target }) => ({ status: 200, headers: [], body: target }),
      (request: IncomingMessage & { originalUrl?: string }) => {
        request.originalUrl = request.url ?? '';
        request.url = '/token';
      },
    );
    expect(await send(`GET /BRIDGE/token HTTP/1.1\r\nHost: a\r\n${END}`)).toMatch(
      /\/BRIDGE\/token$/,
    );
  });

  it.each([
    ['no Host', ''],
    ['two Hosts', 'Host: a\r\nHost: b\r\n'],
    ['a Host that is none', 'Host: a, b\r\n'],
  ])('refuses a request with %s, and ends the connection', async (_, fields) => {
    const handle = vi.fn();
    const { send } = await serve(handle);
    expect(await send(`GET / HTTP/1.1\r\n${fields}\r\n`)).toMatch(
      /^HTTP\/1\.1 400 [\s\S]*connection: close[\s\S]*request_malformed/,
    );
    expect(handle).not.toHaveBeenCalled();
  });

  it('says so when the body was read before', async () => {
    const handle = vi.fn();
    const { log, send } = await serve(handle, (request) => request.resume());
    const text = await send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n${END}hi`);
    expect(text).toMatch(/^HTTP\/1\.1 500 /);
    expect(handle).not.toHaveBeenCalled();
    expect(log.entries).toMatchObject([
      { level: 'error', event: 'a body was read before the service saw it' },
    ]);
  });

  it('minds no reader where there is no body', async () => {
    const handle = async () => ({ status: 204, headers: [], body: null });
    const { send } = await serve(handle, (request) => request.resume());
    expect(await send(`GET / HTTP/1.1\r\nHost: a\r\n${END}`)).toMatch(/^HTTP\/1\.1 204 /);
  });

  it('answers 413 to who still sends, and 500 when the service rejects', async () => {
    const routes = {
      '/large': {
        POST: async (call: Call) => (
          await readBody(call, 5), { status: 200, headers: [], body: '' }
        ),
      },
    };
    const route = createRouter(routes, () => {});
    const { log, send } = await serve((call) =>
      call.target === '/large' ? route(call) : Promise.reject(new Error('broken')),
    );
    const head = 'POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n';
    expect(await send(`${head}${END}${'x'.repeat(100)}`)).toMatch(/^HTTP\/1\.1 413 /);
    expect(await send(`GET / HTTP/1.1\r\nHost: a\r\n${END}`)).toMatch(/^HTTP\/1\.1 500 /);
    expect(log.entries).toMatchObject([
      { level: 'error', event: 'a service failed to answer', fields: { detail: 'broken' } },
    ]);
  });

  it('tells a service when the caller goes away, and survives it', async () => {
    let gone: AbortSignal | undefined;
    const { open, send } = await serve(async (call) => {
      if (call.target === '/stay') return { status: 200, headers: [], body: 'ok' };
      gone = call.signal;
      await new Promise((done) => gone?.addEventListener('abort', done));
      return { status: 200, headers: [], body: 'late' };
    });
    const socket = open();
    socket.write('GET /go HTTP/1.1\r\nHost: a\r\n\r\n');
    await vi.waitFor(() => expect(gone).toBeDefined());
    socket.destroy();
    await vi.waitFor(() => expect(gone?.aborted).toBe(true));
    expect(await send(`GET /stay HTTP/1.1\r\nHost: a\r\n${END}`)).toMatch(/ok$/);
  });
});
