import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Guard } from '@drawbridge/guard';
import { toGuardRequest } from '@drawbridge/guard/node';
import { type ListeningIssuer, listenTestIssuer } from '@drawbridge/testing/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { readBlocks } from './support/documents.ts';
import { type RunningNginx, startNginx } from './support/nginx.ts';
import { type Oauth2Proxy, PROVIDER, startOauth2Proxy } from './support/oauth2-proxy.ts';
import { runCode } from './support/page-code.ts';
import { serveHere } from './support/serve-here.ts';
import { createStage } from './support/stage.ts';

// The configuration of docs/behind/oauth2-proxy.md in a real nginx, before an API with the guard of that page. Of
// oauth2-proxy there is what nginx sees.

const PAGE = 'docs/behind/oauth2-proxy.md';
const CLIENT = 'oauth2-proxy';
const NO_ID_TOKEN = 'proxy_set_header Authorization "";';

const stage = createStage();
afterAll(() => stage.clear());

type Headers = Readonly<Record<string, string>>;

async function block(mark: string): Promise<string> {
  const found = (await readBlocks(PAGE)).find((candidate) => candidate.mark === mark);
  if (found === undefined) throw new Error(`${PAGE} has no block with the mark ${mark}`);
  return found.text;
}

/** Puts one thing in the place of another that must be there. */
function replace(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`${PAGE} has no ${from}`);
  return text.replaceAll(from, to);
}

/** An API that tells who calls it, and with what else. */
function api(guard: Guard) {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      const caller = await guard.identify(toGuardRequest(request));
      const { authorization = '' } = request.headers;
      const idToken = authorization === '' ? undefined : caller?.id?.claims['sub'];
      response.end(JSON.stringify({ subject: caller?.subject, idToken, url: request.url }));
    } catch (thrown) {
      const { status, headers, body } = guard.refuse(thrown);
      response.writeHead(status, headers.flat()).end(body);
    }
  };
  return (request: IncomingMessage, response: ServerResponse) => void answer(request, response);
}

describeWith(['nginx'], PAGE, () => {
  let issuer: ListeningIssuer;
  let guard: Guard;
  let proxy: Oauth2Proxy;
  let nginx: RunningNginx;
  /** The block of the page, with the addresses of this test. */
  let configuration: string;

  beforeAll(async () => {
    issuer = await listenTestIssuer({ audience: 'orders-api' });
    stage.later(() => issuer.close());
    proxy = await startOauth2Proxy(stage);
    const replaced = { 'https://sso.example.com': issuer.issuer };
    ({ guard } = await runCode<{ guard: Guard }>(
      stage,
      PAGE,
      'headers: OAUTH2_PROXY_AUTH_REQUEST',
      replaced,
    ));
    const server = createServer({ maxHeaderSize: 65_536 }, api(guard));
    configuration = await configurationFor(await serveHere(stage, server));
    nginx = await startNginx(stage, configuration);
  });

  async function configurationFor(apiUrl: string): Promise<string> {
    const text = replace(await block('nginx'), 'http://127.0.0.1:4180', proxy.url);
    return replace(text, 'http://127.0.0.1:3000', apiUrl);
  }

  const tokensOf = (claims: object) => issuer.grant({ ...claims }, { clientId: CLIENT });

  async function ask(headers: Headers = {}, path = '/orders', url = nginx.url) {
    const reply = await fetch(url + path, { headers, redirect: 'manual' });
    const text = await reply.text();
    return { status: reply.status, headers: reply.headers, text };
  }

  /** The fields that a caller may send to be taken for another, each with a token that is good. */
  async function forged(): Promise<readonly Headers[]> {
    const { accessToken, idToken = '' } = await tokensOf({ sub: 'admin' });
    return [
      { 'X-Auth-Request-Access-Token': accessToken },
      { 'x-auth-request-access-token': `${accessToken}, ${accessToken}` },
      { X_Auth_Request_Access_Token: accessToken },
      { 'X-Forwarded-Access-Token': accessToken },
      { 'X-Auth-Request-User': 'admin', 'X-Auth-Request-Email': 'admin@example.com' },
      { 'X-Forwarded-User': 'admin', 'X-Forwarded-Email': 'admin@example.com' },
      { Authorization: `Bearer ${idToken}` },
      { Authorization: `Bearer ${accessToken}` },
    ];
  }

  test('tells the API who is signed in', async () => {
    const { accessToken } = await tokensOf({ sub: 'bob' });
    const cookie = proxy.signIn({ user: 'bob', accessToken });
    const { status, text } = await ask({ cookie }, '/orders?open=1&by=date');
    expect([status, JSON.parse(text)]).toEqual([
      200,
      { subject: 'bob', url: '/orders?open=1&by=date' },
    ]);
  });

  test('sends who is not to the provider, and back to the same address', async () => {
    const path = '/orders?open=1&by=date';
    const { status, headers } = await ask({}, path);
    expect(status).toBe(302);
    expect(headers.get('location')).toBe(`${PROVIDER}?${new URLSearchParams({ state: path })}`);
    expect(headers.get('set-cookie')).toBe('_oauth2_proxy_csrf=1');
  });

  test('answers 401 to programs, as it says', async () => {
    const forPrograms = replace(configuration, 'error_page 401 = /oauth2/start;', '');
    const { url } = await startNginx(stage, forPrograms);
    expect((await ask({}, '/orders', url)).status).toBe(401);
  });

  test('gives nobody anything for the fields that he sends himself', async () => {
    const { accessToken } = await tokensOf({ sub: 'bob' });
    const bob = proxy.signIn({ user: 'bob', accessToken });
    // As without --pass-access-token: nothing is there that would overwrite.
    const nobody = proxy.signIn({ user: 'bob' });
    for (const fields of await forged()) {
      const what = Object.keys(fields).join();
      expect((await ask(fields)).status, what).toBe(302);
      const asBob = await ask({ ...fields, cookie: bob });
      expect([asBob.status, asBob.text], what).toEqual([
        200,
        JSON.stringify({ subject: 'bob', url: '/orders' }),
      ]);
      const withoutToken = await ask({ ...fields, cookie: nobody });
      expect([withoutToken.status, withoutToken.text], what).toEqual([
        401,
        expect.stringContaining('credentials_missing'),
      ]);
    }
  });

  test('lets the refusals of the guard pass as they are', async () => {
    const accessToken = await issuer.issueAccess({ sub: 'bob', aud: 'another-api' });
    const { status, headers, text } = await ask({
      cookie: proxy.signIn({ user: 'bob', accessToken }),
    });
    expect([status, headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('error="invalid_token"'),
    ]);
    expect(text).toContain('audience_mismatch');
  });

  test('shows the tokens to no browser', async () => {
    const { accessToken, idToken = '' } = await tokensOf({ sub: 'bob' });
    const cookie = proxy.signIn({ user: 'bob', accessToken, idToken });
    const own = ['/oauth2/auth', '/oauth2/./auth', '//oauth2//auth', '/oauth2/auth?x=1'];
    // Those that nginx does not take for it; oauth2-proxy may, or takes them for paths of an upstream.
    const others = ['auth/', 'auth%2f', 'auth;x', 'auth%3fx', 'x', '', '..;/oauth2/auth', 'AUTH'];
    for (const path of [...own, ...others.map((other) => `/oauth2/${other}`)]) {
      const { status, headers } = await ask({ cookie }, path);
      const tokens = [headers.get('x-auth-request-access-token'), headers.get('authorization')];
      expect([status, ...tokens], path).toEqual([404, null, null]);
    }
  });

  test('lets nobody say from where he comes', async () => {
    for (const path of ['/orders', '/oauth2/sign_in']) {
      await ask({ 'X-Real-IP': '10.0.0.1' }, path);
      expect(proxy.clientAddress(), path).toBe('127.0.0.1');
    }
  });

  test('hands on a session that was renewed, whatever the API answers', async () => {
    const { accessToken } = await tokensOf({ sub: 'bob' });
    const refused = await issuer.issueAccess({ sub: 'bob', aud: 'another-api' });
    const renewed = '_oauth2_proxy=new; Path=/; HttpOnly';
    for (const [token, status] of [
      [accessToken, 200],
      [refused, 401],
    ] as const) {
      const cookie = proxy.signIn({ user: 'bob', accessToken: token, renewed });
      const reply = await ask({ cookie });
      expect([reply.status, reply.headers.get('set-cookie')]).toEqual([status, renewed]);
    }
  });

  test('has room for long tokens, and for a session that holds them', async () => {
    const { accessToken } = await tokensOf({ sub: 'bob', groups: ['g'.repeat(8192)] });
    expect(accessToken.length).toBeGreaterThan(8192);
    const cookie = proxy.signIn({ user: 'bob', accessToken }, 12_000);
    expect(await ask({ cookie })).toMatchObject({ status: 200 });
    // Without the lines for it, it fails, in the answer of oauth2-proxy as the page tells.
    const small = await startNginx(stage, configuration.replaceAll(/^proxy_buffer.*$/gm, ''));
    expect(await ask({ cookie }, '/orders', small.url)).toMatchObject({ status: 500 });
    expect(small.log()).toContain('upstream sent too big header');
    const short = await startNginx(stage, configuration.replace(/^large_client.*$/m, ''));
    expect(await ask({ cookie }, '/orders', short.url)).toMatchObject({ status: 400 });
    // And in a Node that was not told to take more.
    const plain = await configurationFor(await serveHere(stage, createServer(api(guard))));
    const { url } = await startNginx(stage, plain);
    expect(await ask({ cookie }, '/orders', url)).toMatchObject({ status: 431 });
  });

  test('hands on the ID token with the lines for it, and never that of a caller', async () => {
    const withIdToken = replace(configuration, NO_ID_TOKEN, await block('idToken'));
    const { url } = await startNginx(stage, withIdToken);
    const { accessToken, idToken = '' } = await tokensOf({ sub: 'bob' });
    const cookie = proxy.signIn({ user: 'bob', accessToken, idToken });
    const bob = JSON.stringify({ subject: 'bob', idToken: 'bob', url: '/orders' });
    for (const fields of await forged()) {
      const what = Object.keys(fields).join();
      expect((await ask({ ...fields, cookie }, '/orders', url)).text, what).toBe(bob);
    }
    const without = proxy.signIn({ user: 'bob', accessToken });
    expect((await ask({ cookie: without }, '/orders', url)).text).toBe(
      JSON.stringify({ subject: 'bob', url: '/orders' }),
    );
  });
});
