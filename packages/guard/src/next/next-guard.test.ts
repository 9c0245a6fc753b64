import { apisixHeaders, createTestIssuer } from '@drawbridge/testing';
import { NextRequest } from 'next/server.js';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { challengingTwice, METADATA, stageGuard } from '../adapters/guard.fixture.ts';
import type { Caller } from '../caller/caller.ts';
import { createGuard } from '../create-guard.ts';
import { APISIX } from '../profiles/apisix.ts';
import { scopes } from '../requirements/scopes.ts';
import { nextGuard } from './next-guard.ts';

const URL_OF_ROUTE = 'https://api.test/orders?x=1';

describe('nextGuard', async () => {
  const { guard, issuer } = await stageGuard();
  const guardOptions = { ...issuer.guardOptions, headers: APISIX };
  const auth = nextGuard(createGuard(guardOptions));
  /** Alice may read. */
  const requestOf = async (sub: string, init: { method?: string; body?: string } = {}) => {
    const scope = sub === 'alice' ? 'openid read' : 'openid';
    const headers = await apisixHeaders(issuer, { sub }, { scope });
    return { ...init, headers: { ...headers, 'x-kept': '1' } };
  };

  it('hands on the request without tokens, the caller and the context', async () => {
    const POST = auth.protect(async (request, caller, context: { params: Promise<string> }) => {
      expectTypeOf(request).toEqualTypeOf<NextRequest>();
      expectTypeOf(caller).toEqualTypeOf<Caller>();
      const headers = [...request.headers].filter(([name]) => name !== 'content-type');
      return Response.json([
        caller.subject,
        auth.callerOf(request).subject,
        headers,
        request.nextUrl.searchParams.get('x'),
        await request.text(),
        await context.params,
      ]);
    });
    const request = new NextRequest(
      URL_OF_ROUTE,
      await requestOf('alice', { method: 'POST', body: 'b' }),
    );
    const answer = await POST(request, { params: Promise.resolve('id') });
    expect(await answer.json()).toEqual(['alice', 'alice', [['x-kept', '1']], '1', 'b', 'id']);
  });

  it('takes a plain Request', async () => {
    const GET = auth.protect(
      (request: Request, { subject }) => new Response(`${subject}${request.url}`),
    );
    const answer = await GET(new Request(URL_OF_ROUTE, await requestOf('alice')), undefined);
    expect(await answer.text()).toBe(`alice${URL_OF_ROUTE}`);
  });

  it.each([
    ['nobody', 'nobody', 401],
    ['a caller without the scope', 'bob', 403],
  ])('refuses %s with the whole reply', async (_, sub, status) => {
    let handled = 0;
    const GET = auth.protect(() => new Response(`${handled++}`), scopes('read'));
    const init = sub === 'nobody' ? {} : await requestOf(sub);
    const answer = await GET(new NextRequest(URL_OF_ROUTE, init), {});
    expect([answer.status, handled]).toEqual([status, 0]);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await answer.json()).toHaveProperty('code');
  });

  it('says when to come back while the issuer is away', async () => {
    const away = await createTestIssuer();
    away.goDown();
    const GET = nextGuard(createGuard(away.guardOptions)).protect(() => new Response());
    const headers = await away.bearer();
    const answer = await GET(new NextRequest(URL_OF_ROUTE, { headers }), {});
    expect([answer.status, answer.headers.has('retry-after')]).toEqual([503, true]);
  });

  it('sends each of several fields of one name', async () => {
    const GET = nextGuard(challengingTwice(guard)).protect(() => new Response());
    const answer = await GET(new NextRequest(URL_OF_ROUTE), {});
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="a", DPoP algs="ES256"');
  });

  it('sends no body to HEAD', async () => {
    const request = new NextRequest(URL_OF_ROUTE, { method: 'HEAD' });
    expect((await auth.protect(() => new Response())(request, {})).body).toBeNull();
  });

  it('asks of a request that it let in for its requirements alone', async () => {
    const inner = auth.protect((_request, { subject }) => new Response(subject), scopes('read'));
    const outer = auth.protect((request, _caller, context: object) => inner(request, context));
    const answer = async (name: string) =>
      (await outer(new NextRequest(URL_OF_ROUTE, await requestOf(name)), {})).status;
    expect([await answer('alice'), await answer('bob')]).toEqual([200, 403]);
  });

  it('leaves alone what a handler throws, and what reading the request throws', async () => {
    const signal = new Error('NEXT_REDIRECT');
    const throwing = auth.protect(() => Promise.reject(signal));
    const request = new NextRequest(URL_OF_ROUTE, await requestOf('alice'));
    await expect(throwing(request, {})).rejects.toBe(signal);
    const prerendered = new NextRequest(URL_OF_ROUTE);
    Object.defineProperty(prerendered, 'headers', {
      get() {
        throw signal;
      },
    });
    await expect(throwing(prerendered, {})).rejects.toBe(signal);
  });

  it('says so where nobody protected the route', () => {
    expect(() => auth.callerOf(new NextRequest(URL_OF_ROUTE))).toThrow(/protect\(\) did not run/);
  });

  it('serves the metadata document', async () => {
    const GET = nextGuard(guard).metadata;
    expect(await GET().text()).toBe(METADATA);
    expect(() => auth.metadata()).toThrow(/no metadata/);
  });

  it('is what Next.js expects of a route', () => {
    type Route = (request: NextRequest, context: { params: Promise<object> }) => Promise<Response>;
    expectTypeOf(auth.protect(() => new Response())).toExtend<Route>();
  });

  it('types the caller by the options, as an argument too', () => {
    const strict = nextGuard(createGuard({ ...guardOptions, required: ['id'] }));
    expectTypeOf(strict.callerOf).returns.toEqualTypeOf<Caller<'access' | 'id'>>();
    strict.protect((_request, caller) => {
      expectTypeOf(caller.id).not.toBeNullable();
      return new Response();
    });
    const open = nextGuard(createGuard({ ...guardOptions, anonymous: 'absent' }));
    open.protect((_request, caller) => {
      expectTypeOf(caller).toEqualTypeOf<Caller | undefined>();
      return new Response();
    });
  });
});
