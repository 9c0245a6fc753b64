import { NextRequest } from 'next/server.js';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { needs, stageGuard } from '../adapters/guard.fixture.ts';
import type { Caller } from '../caller/caller.ts';
import type { Guard } from '../guard.ts';
import { nextGuard } from './next-guard.ts';

const URL_OF_ROUTE = 'https://api.test/orders?x=1';
const requestOf = (name: string, init: { method?: string; body?: string } = {}) => ({
  ...init,
  headers: { authorization: `Bearer secret-${name}`, 'x-id-token': 'secret-id', 'x-kept': '1' },
});

describe('nextGuard', () => {
  const auth = nextGuard(stageGuard().guard);

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
      requestOf('alice', { method: 'POST', body: 'b' }),
    );
    const answer = await POST(request, { params: Promise.resolve('id') });
    expect(await answer.json()).toEqual(['alice', 'alice', [['x-kept', '1']], '1', 'b', 'id']);
  });

  it('takes a plain Request', async () => {
    const GET = auth.protect(
      (request: Request, { subject }) => new Response(`${subject}${request.url}`),
    );
    const answer = await GET(new Request(URL_OF_ROUTE, requestOf('alice')), undefined);
    expect(await answer.text()).toBe(`alice${URL_OF_ROUTE}`);
  });

  it.each([
    ['nobody', {}, 401],
    ['a caller without the scope', requestOf('bob'), 403],
    ['anybody while the issuer is down', requestOf('down'), 502],
  ])('refuses %s with the whole reply', async (_, init, status) => {
    let handled = 0;
    const handler = () => new Response(`${handled++}`);
    const answer = await auth.protect(handler, needs('read'))(
      new NextRequest(URL_OF_ROUTE, init),
      {},
    );
    expect([answer.status, handled]).toEqual([status, 0]);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="a", DPoP algs="ES256"');
    expect(await answer.json()).toHaveProperty('code');
  });

  it('sends no body to HEAD', async () => {
    const request = new NextRequest(URL_OF_ROUTE, { method: 'HEAD' });
    expect((await auth.protect(() => new Response())(request, {})).body).toBeNull();
  });

  it('asks of a request that it let in for its requirements alone', async () => {
    const inner = auth.protect((_request, { subject }) => new Response(subject), needs('read'));
    const outer = auth.protect((request, _caller, context: object) => inner(request, context));
    const answer = async (name: string) =>
      (await outer(new NextRequest(URL_OF_ROUTE, requestOf(name)), {})).status;
    expect([await answer('alice'), await answer('bob')]).toEqual([200, 403]);
  });

  it('leaves alone what a handler throws, and what reading the request throws', async () => {
    const signal = new Error('NEXT_REDIRECT');
    const throwing = auth.protect(() => Promise.reject(signal));
    const request = new NextRequest(URL_OF_ROUTE, requestOf('alice'));
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
    const GET = auth.metadata;
    expect(await GET().json()).toEqual({ resource: 'https://api.test/api:v1' });
    const { guard } = stageGuard();
    expect(() => nextGuard({ ...guard, metadata: undefined }).metadata()).toThrow(/no metadata/);
  });

  it('is what Next.js expects of a route', () => {
    type Route = (request: NextRequest, context: { params: Promise<object> }) => Promise<Response>;
    expectTypeOf(auth.protect(() => new Response())).toExtend<Route>();
    const strict = (guard: Guard<Caller<'access' | 'id'>>) => nextGuard(guard).callerOf;
    expectTypeOf<ReturnType<ReturnType<typeof strict>>['id']>().not.toBeNullable();
  });
});
