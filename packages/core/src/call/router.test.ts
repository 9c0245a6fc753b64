import { replyJson, replyText, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Reply } from './call.ts';
import { createRouter, type Methods } from './router.ts';

const ok = (body: string): Reply => ({ status: 200, headers: [['x-a', 'b']], body });

function setUp(extra: Readonly<Record<string, Methods>> = {}) {
  const faults: string[] = [];
  const handle = createRouter(
    {
      '/token': { POST: () => ok('posted') },
      '/keys': { GET: async () => ok('keys'), DELETE: () => ok('deleted') },
      ...extra,
    },
    (error) => faults.push(`${error.code}: ${error.message}`),
  );
  const ask = (method: string, target: string) => handle(testCall({ method, target }));
  return { ask, faults };
}

describe('createRouter', () => {
  it('serves a path by its method', async () => {
    const { ask, faults } = setUp();
    expect(await ask('POST', '/token')).toEqual(ok('posted'));
    expect(await ask('GET', '/keys')).toEqual(ok('keys'));
    expect(await ask('DELETE', '/keys')).toEqual(ok('deleted'));
    expect(faults).toEqual([]);
  });

  it('leaves the query to the endpoint', async () => {
    const { ask } = setUp({ '/echo': { GET: (call) => ok(call.target) } });
    expect(replyText(await ask('GET', '/echo?a=/b?c'))).toBe('/echo?a=/b?c');
  });

  it.each([
    '/',
    '',
    '*',
    '/token/',
    '//token',
    '/Token',
    '/%74oken',
    '/./token',
    '/a/../token',
    '/token;a=b',
    '/token#a',
    '/token%00',
    '/token%3F',
    'token',
    'http://host/token',
    '__proto__',
    'constructor',
  ])('knows no %j', async (target) => {
    const { ask, faults } = setUp();
    const reply = await ask('POST', target);
    expect(reply.status).toBe(404);
    expect(replyJson(reply)).toMatchObject({ code: 'path_unknown' });
    expect(faults).toEqual(['path_unknown: There is nothing at this path.']);
  });

  it('answers HEAD as GET, without the body', async () => {
    const { ask } = setUp();
    expect(await ask('HEAD', '/keys')).toEqual({ ...ok('keys'), body: null });
  });

  it('answers HEAD without a body when it fails, too', async () => {
    const { ask, faults } = setUp();
    expect(await ask('HEAD', '/nothing')).toMatchObject({ status: 404, body: null });
    expect(await ask('HEAD', '/token')).toMatchObject({ status: 405, body: null });
    expect(faults).toHaveLength(2);
  });

  it.each(['TRACE', 'get', 'OPTIONS', 'PUT', '', '__proto__', 'constructor'])(
    'RFC 9110 section 15.5.6: names the methods that are allowed when asked to %j',
    async (method) => {
      const { ask, faults } = setUp();
      const reply = await ask(method, '/keys');
      expect(reply.status).toBe(405);
      expect(reply.headers).toContainEqual(['allow', 'GET, HEAD, DELETE']);
      expect(replyJson(reply)).toMatchObject({
        code: 'method_not_allowed',
        error_description: expect.stringContaining('Use GET or HEAD or DELETE.'),
      });
      expect(faults).toHaveLength(1);
    },
  );

  it('names HEAD only where GET is', async () => {
    const { ask } = setUp();
    expect((await ask('GET', '/token')).headers).toContainEqual(['allow', 'POST']);
    expect((await ask('HEAD', '/token')).status).toBe(405);
  });

  it('makes a reply of what an endpoint throws, at once or later', async () => {
    const denied = () => new DrawbridgeError('rule_denied', { detail: 'for the operator' });
    const { ask, faults } = setUp({
      '/now': {
        GET: () => {
          throw denied();
        },
      },
      '/later': { GET: () => Promise.reject(denied()) },
    });
    for (const target of ['/now', '/later']) {
      const reply = await ask('GET', target);
      expect(reply.status).toBe(400);
      expect(replyJson(reply)).toMatchObject({ code: 'rule_denied' });
      expect(replyText(reply)).not.toContain('operator');
    }
    expect(faults).toEqual(Array(2).fill('rule_denied: for the operator'));
  });

  const bugs: readonly [Error][] = [
    [new Error('planted')],
    [new TypeError('planted', { cause: 'planted' })],
    // A careless library may throw anything.
    ['planted' as unknown as Error],
    [undefined as unknown as Error],
  ];
  it.each(bugs)('tells nobody but the operator of a bug: %j', async (thrown) => {
    const { ask, faults } = setUp({ '/bug': { GET: () => Promise.reject(thrown) } });
    const reply = await ask('GET', '/bug');
    expect(reply.status).toBe(500);
    expect(replyJson(reply)).toEqual({
      error: 'server_error',
      error_description: 'Something went wrong that is not your fault.',
      code: 'internal',
    });
    expect(JSON.stringify(reply)).not.toContain('planted');
    expect(faults).toHaveLength(1);
  });
});
