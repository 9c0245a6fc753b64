import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { finish } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { createStage } from '../support/stage.ts';
import { VOUCH_EXAMPLES } from '../support/vouch-examples.ts';
import { startVouchProxy } from '../support/vouch-scene.ts';

const stage = createStage();
afterAll(() => stage.clear());

const statusOf = async (port: number, path: string) =>
  (await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' })).status;

describe('a configuration as config.yml_example of Vouch Proxy', () => {
  it.each(VOUCH_EXAMPLES)('$name is served, or what is missing is told', async (example) => {
    const { config, faults } = example;
    const root = await stage.folder();
    await mkdir(join(root, 'config'));
    await writeFile(join(root, 'config/config.yml'), config);
    const port = await freePort();
    const command = startVouchProxy(stage, root, { env: { VOUCH_PORT: String(port) } });
    if (faults.length > 0) {
      const { code, stderr } = await finish(command);
      expect([code, stderr.includes('PLANTED')]).toEqual([1, false]);
      for (const fault of faults) expect(stderr).toMatch(fault);
      return;
    }
    await command.waitFor('stderr', /gateway ready/);
    expect(await statusOf(port, '/healthcheck')).toBe(200);
    expect(await statusOf(port, '/validate')).toBe(config.includes('publicAccess') ? 200 : 401);
    expect(await statusOf(port, '/login?url=https://example.com.evil.test/')).toBe(400);
    expect(await command.stop()).toEqual({ code: 0, signal: null });
    expect(command.stderr()).not.toContain('PLANTED');
    // Everything that the examples have is read: nothing is passed over.
    expect(command.stderr()).not.toMatch(/passed over|unknown/);
  });

  it('may be variables alone, as those of a compose file', async () => {
    const root = await stage.folder();
    const port = await freePort();
    const env = {
      VOUCH_PORT: String(port),
      VOUCH_DOMAINS: 'example.com,example.org',
      VOUCH_WHITELIST: 'bob@example.com,alice@example.com',
      VOUCH_JWT_SECRET: Buffer.alloc(32, 'PLANTED').toString('base64'),
      VOUCH_JWT_MAXAGE: '60',
      VOUCH_COOKIE_NAME: 'Sso',
      VOUCH_COOKIE_MAXAGE: '60',
      VOUCH_HEADERS_CLAIMS: 'groups,given_name',
      VOUCH_POST_LOGOUT_REDIRECT_URIS: 'https://www.example.com/bye,https://www.example.org/',
      VOUCH_DOCUMENT_ROOT: '/sso',
      OAUTH_PROVIDER: 'oidc',
      OAUTH_CLIENT_ID: 'apps',
      OAUTH_CLIENT_SECRET: 'PLANTED-client-secret',
      OAUTH_AUTH_URL: 'https://id.example.com/authorize',
      OAUTH_TOKEN_URL: 'https://id.example.com/token',
      OAUTH_USER_INFO_URL: 'https://id.example.com/userinfo',
      OAUTH_CALLBACK_URL: 'https://vouch.example.com/sso/auth',
      OAUTH_SCOPES: 'openid,email,profile',
    };
    const command = startVouchProxy(stage, root, { env });
    await command.waitFor('stderr', /gateway ready.*cookie=Sso/);
    const asked = `http://127.0.0.1:${port}/sso/login?url=https://app.example.com/`;
    const response = await fetch(asked, { redirect: 'manual' });
    const to = new URL(response.headers.get('location') ?? '');
    expect([response.status, to.origin + to.pathname]).toEqual([302, env.OAUTH_AUTH_URL]);
    expect(Object.fromEntries(to.searchParams)).toMatchObject({
      client_id: 'apps',
      redirect_uri: env.OAUTH_CALLBACK_URL,
      scope: 'openid email profile',
    });
    const out = `http://127.0.0.1:${port}/sso/logout?url=https://www.example.org/`;
    expect((await fetch(out, { redirect: 'manual' })).headers.get('location')).toBe(
      'https://www.example.org/',
    );
    expect(command.stderr()).not.toContain('PLANTED');
  });
});
