import type { Call, Reply } from '@drawbridge/core';
import { testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createAppHosts } from '../../hosts/app-hosts.ts';
import { createAuthOrigin } from '../../hosts/auth-origin.ts';
import type { User } from '../../user/user.ts';
import { HOSTILE_ADDRESSES } from '../../sign-in/hostile-addresses.fixture.ts';
import { returnAddress } from '../../sign-in/return-address.ts';
import { ANN } from './ann.fixture.ts';
import { OAUTH2_PROXY_BASE } from '../../sign-in/app-base.ts';
import { oauth2ProxyRoutes } from './routes.ts';

const APP = 'app.example.com';
const AUTH = 'auth.example.org';
const LOGIN = `https://${APP}/oauth2/drawbridge/login?url=`;
const HOME = `${LOGIN}%2F`;
const oldCall = (target: string, headers: Call['headers'] = [], more: Partial<Call> = {}) => ({
  ...testCall({ target, headers }),
  ...more,
});

const auth = createAuthOrigin(`https://${AUTH}`);

interface World {
  readonly host?: string;
  readonly user?: User;
  readonly signInPage?: boolean;
}

async function ask(
  call: Call,
  { host = APP, user, signInPage = true }: World = {},
): Promise<Reply> {
  const says = (name: string) => async (_: Call, of?: string) => ({
    status: 299,
    headers: [],
    body: of === undefined ? name : `${name} of ${of}`,
  });
  const routes = oauth2ProxyRoutes({
    auth,
    hosts: createAppHosts([APP, '*.apps.example.com'], auth),
    signIn: { begin: says('begin'), callback: says('callback'), takeOver: says('take over') },
    logout: { fromApp: says('sign out') },
    userOf: () => Promise.resolve(user),
    signInPage,
  });
  const [path = ''] = call.target.split('?');
  const endpoint = routes[path]?.[call.method];
  if (endpoint === undefined) throw new Error(`nothing at ${call.method} ${path}`);
  return endpoint(call, host);
}

const location = ({ headers }: Reply) => headers.find(([name]) => name === 'location')?.[1];
const start = (rd: string, world?: World) =>
  ask(oldCall(`/oauth2/start?${new URLSearchParams({ rd }).toString()}`), world).then(location);

describe('/oauth2/start', () => {
  it.each([
    'https://evil.example/',
    'https://app.example.com.evil.example/',
    'https://app.example.com@evil.example/',
    'https://evil@app.example.com/',
    'https://:@app.example.com@evil.example/',
    'https://evil.example\\\\@app.example.com/',
    'https://app.example.com:8443/',
    'http://app.example.com/x',
    'https:app.example.com/x y',
    'https://apps.example.com/',
    'https://evilapps.example.com/',
    'https://auth.example.org/logout',
    'https://app.example.com//evil.example',
    '/.drawbridge/logout',
    '/x/../.drawbridge/logout',
    '/oauth2/sign_out',
    '/oauth2',
    '/OAuth2/start?rd=/x',
    'relative',
    '',
  ])('goes nowhere but to the own start page for %j', async (rd) => {
    expect(await start(rd)).toBe(HOME);
  });

  it('leads nowhere else by what others were led astray by', async () => {
    for (const rd of Object.values(HOSTILE_ADDRESSES).flat()) {
      const isOfApp = rd.toLowerCase().startsWith(`https://${APP}/`);
      const found = await start(rd);
      if (!isOfApp) expect(found, rd).toBe(HOME);
      // An address of the app itself is a good one here; what is behind its host is judged all the same.
      expect(found, rd).toMatch(/^https:\/\/app\.example\.com\/oauth2\/drawbridge\/login\?url=%2F/);
      const to = new URL(found ?? '').searchParams.get('url') ?? '';
      expect(returnAddress(to, OAUTH2_PROXY_BASE), rd).toBe(to);
    }
  });

  it.each([
    ['/x?y=1&z', `${LOGIN}%2Fx%3Fy%3D1%26z`],
    [`https://${APP}/x`, `${LOGIN}%2Fx`],
    [
      `HTTPS://A.Apps.Example.com:443/x`,
      'https://a.apps.example.com/oauth2/drawbridge/login?url=%2Fx',
    ],
  ])('begins for %s', async (rd, expected) => {
    expect(await start(rd)).toBe(expected);
  });

  it('leads from the auth host to apps, and else to the own page', async () => {
    const world = { host: AUTH };
    expect(await start(`https://${APP}/x`, world)).toContain(LOGIN);
    expect(await ask(oldCall('/oauth2/start'), world).then(location)).toBe(`https://${AUTH}/`);
    expect(await start('/x', world)).toBe(`https://${AUTH}/`);
    expect(await start('https://evil.example/', world)).toBe(`https://${AUTH}/`);
  });

  it('reads the field of the proxy where there is no rd, and no field that is there twice', async () => {
    const field = ['X-Auth-Request-Redirect', '/x'] as const;
    const other = ['X-Auth-Request-Redirect', '/y'] as const;
    const begin = (target: string, ...fields: readonly (typeof field | typeof other)[]) =>
      ask(oldCall(target, fields)).then(location);
    expect(await begin('/oauth2/start', field)).toContain('url=%2Fx');
    expect(await begin('/oauth2/start?rd=/z', field)).toContain('url=%2Fz');
    expect(await begin('/oauth2/start', field, other)).toBe(HOME);
  });

  it('does not choose between two of rd', async () => {
    await expect(ask(oldCall('/oauth2/start?rd=/a&rd=/b'))).rejects.toThrow('more than once');
  });
});

describe('the other addresses', () => {
  it('sign_in is a page with a link, under a status that proxies replace', async () => {
    const reply = await ask(oldCall('/oauth2/sign_in?rd=/x%22%3E%3Cscript%3E'));
    expect(reply.status).toBe(200);
    expect(location(reply)).toBeUndefined();
    expect(reply.body).toContain(`href="${LOGIN}`);
    expect(reply.body).not.toContain('<script');
  });

  it('sign_in leads on by itself where it is told to', async () => {
    const reply = await ask(oldCall('/oauth2/sign_in?rd=/x'), { signInPage: false });
    expect([reply.status, location(reply)]).toEqual([303, `${LOGIN}%2Fx`]);
  });

  it('callback begins anew on the host of an app, and looks at no code', async () => {
    const call = oldCall('/oauth2/callback?code=secret&state=a:/x', [
      ['x-auth-request-redirect', '/oauth2/callback?code=secret'],
    ]);
    expect(location(await ask(call))).toBe(HOME);
  });

  it('callback is that of the provider on the auth host', async () => {
    const call = oldCall('/oauth2/callback?code=secret&state=a');
    expect((await ask(call, { host: AUTH })).body).toBe('callback');
  });

  it.each(['GET', 'POST'])('sign_out by %s is the logout of the host', async (method) => {
    const target = '/oauth2/sign_out?rd=https://evil.example';
    expect((await ask(oldCall(target, [], { method }))).body).toBe(`sign out of ${APP}`);
  });

  it('have the steps of a sign-in beside them', async () => {
    expect((await ask(oldCall('/oauth2/drawbridge/login?url=/x'))).body).toBe(`begin of ${APP}`);
    const over = await ask(oldCall('/oauth2/drawbridge/callback?code=x'));
    expect(over.body).toBe(`take over of ${APP}`);
  });

  it('userinfo says who is signed in', async () => {
    const reply = await ask(oldCall('/oauth2/userinfo'), { user: ANN });
    expect(JSON.parse(String(reply.body))).toEqual({
      user: 'ann-1',
      email: 'Ann@example.com',
      groups: ['staff', 'ops'],
      preferredUsername: 'ann',
    });
    expect(reply.headers).toContainEqual(['cache-control', 'no-store']);
  });

  it('userinfo leaves out what is not known', async () => {
    const { email: _, preferredUsername: __, ...rest } = ANN;
    const user: User = { ...rest, groups: { kind: 'unknown', reason: 'too many' } };
    const reply = await ask(oldCall('/oauth2/userinfo'), { user });
    expect(reply.body).toBe('{"user":"ann-1"}');
  });

  it('userinfo is a fault without a session', async () => {
    await expect(ask(oldCall('/oauth2/userinfo'))).rejects.toMatchObject({
      code: 'credentials_missing',
    });
  });
});
