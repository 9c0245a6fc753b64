import type { Call } from '@drawbridge/core';
import { replyText, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { APP, fieldNamed, setUpVouch } from './vouch.fixture.ts';

function setUp(...parts: Parameters<typeof setUpVouch>) {
  const vouch = setUpVouch(...parts);
  const ask = (target: string, method = 'GET') =>
    vouch.gateway.handle(testCall({ target, method, headers: [['host', 'vouch.example.com']] }));
  return { ...vouch, ask };
}

describe('createVouchGateway', () => {
  it.each([
    '/',
    '',
    '/x',
    '*',
    '//',
    '//login',
    '/login/x',
    '/LOGIN',
    '/%6cogin',
    '/static/',
    '/static/css/../css/main.css',
    '/healthcheck/x',
  ])('has nothing at %j', async (target) => {
    const reply = await setUp().ask(target);
    expect(reply.status).toBe(404);
    expect(replyText(reply)).toContain('<h1>404 Not Found</h1>');
  });

  it('says that it is well, beside the document root', async () => {
    for (const documentRoot of ['', '/sso']) {
      const { ask } = setUp({ documentRoot });
      const reply = await ask('/healthcheck');
      expect(reply.status).toBe(200);
      expect(fieldNamed(reply, 'content-type')).toBe('application/json');
      expect(replyText(reply)).toBe('{ "ok": true }');
    }
    expect((await setUp({ documentRoot: '/sso' }).ask('/sso/healthcheck')).status).toBe(404);
  });

  it.each([
    '/login',
    '/auth',
    '/auth/abcdefghijklmnopqrst/',
    '/healthcheck',
    '/static/css/main.css',
  ])('takes no other method at %s', async (target) => {
    const { ask } = setUp();
    for (const method of ['POST', 'PUT', 'DELETE', 'TRACE', 'get']) {
      const reply = await ask(target, method);
      expect(reply.status).toBe(405);
      expect(fieldNamed(reply, 'allow')).toBe('GET, HEAD, OPTIONS');
    }
    const options = await ask(target, 'OPTIONS');
    expect(options.status).toBe(200);
    expect(fieldNamed(options, 'allow')).toBe('GET, HEAD, OPTIONS');
  });

  it('takes the form of a sign-out', async () => {
    expect(fieldNamed(await setUp().ask('/logout', 'OPTIONS'), 'allow')).toBe(
      'GET, HEAD, POST, OPTIONS',
    );
  });

  it.each([
    '/healthcheck',
    '/login',
    '/auth?error=x',
    '/static/css/main.css',
    '/nothing',
    `/login?url=${APP}`,
  ])('answers HEAD %s as GET, without a body', async (target) => {
    const { ask } = setUp();
    const [get, head] = [await ask(target), await ask(target, 'HEAD')];
    expect(head.status).toBe(get.status);
    expect(head.body).toBeNull();
    expect(head.headers.map(([name]) => name)).toEqual(get.headers.map(([name]) => name));
  });

  it.each([
    ['/login/?url=x&y', '/login?url=x&y'],
    ['/logout/', '/logout'],
    ['/auth/', '/auth'],
    ['/healthcheck/', '/healthcheck'],
    ['/static/css/main.css/', '/static/css/main.css'],
    ['/auth/abcdefghijklmnopqrst?code=1', '/auth/abcdefghijklmnopqrst/?code=1'],
  ])('sends %s to %s', async (target, location) => {
    const { ask } = setUp();
    const reply = await ask(target);
    expect(reply.status).toBe(301);
    expect(fieldNamed(reply, 'location')).toBe(location);
    expect((await ask(target, 'POST')).status).toBe(404);
  });

  it.each(['//evil.test/', '/\\evil.test/', '/auth//evil.test', '/auth/evil.test'])(
    'sends nobody from %s to anywhere',
    async (target) => {
      expect((await setUp().ask(target)).status).toBe(404);
    },
  );

  it('has all below the document root', async () => {
    const { ask } = setUp({ documentRoot: '/sso' });
    for (const path of ['/login', '/logout', '/auth', '/static/css/main.css']) {
      expect((await ask(path)).status).toBe(404);
      expect((await ask(`/sso${path}`)).status).not.toBe(404);
    }
    const reply = await ask(`/sso/login?url=${APP}`);
    expect(
      reply.headers
        .filter(([name]) => name === 'set-cookie')
        .map(([, text]) => /Path=([^;]+)/.exec(text)?.[1]),
    ).toEqual([expect.stringMatching(/^\/sso\/auth\/\w+\/$/), '/sso/login']);
  });

  it.each([
    ['/static/css/main.css', 'text/css; charset=utf-8'],
    ['/static/img/favicon.ico', 'image/svg+xml'],
    ['/static/img/multicolor_V_500x500.png', 'image/svg+xml'],
  ])('has %s as %s', async (target, type) => {
    const reply = await setUp().ask(target);
    expect(reply.status).toBe(200);
    expect(fieldNamed(reply, 'content-type')).toBe(type);
    expect(fieldNamed(reply, 'x-content-type-options')).toBe('nosniff');
  });

  it('has an inspector at its paths and below, and nowhere without one', async () => {
    const asked: Call[] = [];
    const service = {
      handle: (call: Call) => {
        asked.push(call);
        return Promise.resolve({ status: 200, headers: [], body: 'inspector' });
      },
      close: () => Promise.resolve(),
    };
    const { ask } = setUp({}, { inspector: { service, paths: ['/inspect', '/step1'] } });
    for (const target of ['/inspect', '/inspect?x', '/inspect/a', '/step1']) {
      expect(replyText(await ask(target, 'POST'))).toBe('inspector');
    }
    expect(asked.map(({ target }) => target)).toEqual([
      '/inspect',
      '/inspect?x',
      '/inspect/a',
      '/step1',
    ]);
    for (const target of ['/inspector', '/step10', '/validate/inspect']) await ask(target);
    expect(asked).toHaveLength(4);
    expect((await setUp().ask('/inspect')).status).toBe(404);
  });

  it('answers with a page whatever is thrown', async () => {
    const service = {
      handle: () => Promise.reject(new Error('planted')),
      close: () => Promise.resolve(),
    };
    const { ask, log } = setUp({}, { inspector: { service, paths: ['/inspect'] } });
    const reply = await ask('/inspect');
    expect(reply.status).toBe(500);
    expect(replyText(reply)).toContain('<h1>500 - Internal Server Error</h1>');
    expect(replyText(reply)).not.toContain('planted');
    expect(log.entries.at(-1)).toMatchObject({ level: 'error', event: 'call failed' });
  });
});
