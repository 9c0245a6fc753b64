import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { type Echo, type EchoApp, startEchoApp, valuesFor } from '../support/echo-app.ts';
import { freePort } from '../support/free-port.ts';
import { CLIENT, clientOf } from '../support/gateway-client.ts';
import { startCaddySite, startNginxSite, type StartSite } from '../support/gateway-proxies.ts';
import { createGatewaySite, type GatewaySite } from '../support/gateway-site.ts';
import { caddyAskingOauth2Proxy, nginxAskingOauth2Proxy } from '../support/asking-oauth2-proxy.ts';
import { createSiteBrowser, type SiteBrowser } from '../support/site-browser.ts';
import { type SignInProvider, startSignInProvider } from '../support/sign-in-provider.ts';
import { createStage } from '../support/stage.ts';

describeOldProxy('nginx', nginxAskingOauth2Proxy, startNginxSite);
describeOldProxy('caddy', caddyAskingOauth2Proxy, startCaddySite);

/**
 * A move from oauth2-proxy: a real proxy, set up as the documentation of oauth2-proxy has it, the file of oauth2-proxy as the
 * command migrated it, the command itself, and a real provider at which the redirect URI stays as it was.
 */
function describeOldProxy(
  name: 'nginx' | 'caddy',
  lines: typeof nginxAskingOauth2Proxy,
  start: StartSite,
): void {
  const stage = createStage();
  afterAll(() => stage.clear());

  describeWith([name, 'openssl'], `in the place of oauth2-proxy behind ${name}`, () => {
    let site: GatewaySite;
    let provider: SignInProvider;
    let app: EchoApp;
    let gateway: string;
    let logs: () => string;
    const browser = () => createSiteBrowser(site.ca, provider);

    beforeAll(async () => {
      site = await createGatewaySite(stage);
      const client = clientOf(site, { redirect_uris: [`${site.authUrl}/oauth2/callback`] });
      provider = await startSignInProvider(stage, { settings: { clients: [client] } });
      app = await startEchoApp(stage);
      gateway = `127.0.0.1:${await freePort()}`;
      const config = await migrate();
      const service = await stage.start(['serve', 'gateway', '--config', config]);
      await service.waitFor('stderr', /gateway ready/);
      const proxy = await start(stage, site, lines(gateway, app.address, site));
      logs = () => service.stderr() + proxy.log();
    });

    /** Has the command make a configuration of a file of oauth2-proxy. */
    async function migrate(): Promise<string> {
      const folder = await stage.folder();
      const at = (file: string) => join(folder, file);
      const settings = {
        provider: 'oidc',
        oidc_issuer_url: provider.issuer,
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        cookie_secret: randomBytes(16).toString('hex'),
        redirect_url: `${site.authUrl}/oauth2/callback`,
        whitelist_domains: [site.appHost],
        email_domains: ['example.com'],
        scope: 'openid email',
        http_address: gateway,
        skip_auth_routes: ['^/status$'],
        set_xauthrequest: true,
        reverse_proxy: true,
      };
      const file = Object.entries(settings).map(
        ([option, value]) => `${option} = ${JSON.stringify(value)}\n`,
      );
      await writeFile(at('oauth2-proxy.cfg'), file.join(''));
      const to = ['--out', at('drawbridge.yaml'), '--secrets', at('secrets'), '--data', at('data')];
      const args = ['migrate', 'oauth2-proxy', at('oauth2-proxy.cfg'), '--asked-by', name];
      const { code, stderr } = await stage.run([...args, ...to]);
      expect(code, stderr).toBe(0);
      expect(stderr).toContain('/oauth2/callback stays');
      return at('drawbridge.yaml');
    }

    /** By the page that the proxy leads to, and the link on it. */
    async function signIn(person = 'alice', target = '/'): Promise<SiteBrowser> {
      const own = browser();
      const page = await own.open(`${site.appUrl}${target}`);
      const [, href] = /href="([^"]+)"[^>]*>Sign in</.exec(page.text) ?? [];
      expect(page.url, page.text).toMatch(/\/oauth2\/sign_in\?rd=/);
      const end = await own.open((href ?? '').replaceAll('&amp;', '&'), person);
      expect([end.status, end.url], end.way.join(' → ')).toEqual([200, `${site.appUrl}${target}`]);
      expect(end.way).toContainEqual(expect.stringMatching(`^${site.authUrl}/oauth2/callback\\?`));
      return own;
    }

    const echoOf = (text: string) => JSON.parse(text) as Echo;

    it('is said by the doctor to be of paths that it does not know, and no fault', async () => {
      const ca = join(await stage.folder(), 'ca.pem');
      await writeFile(ca, site.ca);
      for (const page of ['/orders?open=1', '/status']) {
        const args = ['doctor', 'gateway', site.appUrl + page, '--proxy', name, '--ca', ca];
        const resolve = ['--resolve', 'app.example.test:127.0.0.1'];
        const { code, stdout, stderr } = await stage.run([...args, ...resolve]);
        expect([code, stderr], stdout).toEqual([0, '']);
        expect(stdout).toMatch(
          /^not looked at {2}the page without a session: people sign in below \/oauth2\//,
        );
        expect(stdout).not.toMatch(/^(?:good|fault)/m);
      }
    });

    it('signs a person in, and tells the app who it is', async () => {
      const own = await signIn('alice', '/orders?open=1');
      const { text } = await own.ask(`${site.appUrl}/orders`, {
        fields: [
          ['X-User', 'mallory'],
          ['X-Email', 'mallory@example.com'],
        ],
      });
      expect(valuesFor(echoOf(text), 'X-User')).toEqual(['alice']);
      expect(valuesFor(echoOf(text), 'X-Email')).toEqual(['alice@example.com']);
    });

    it('lets in where nobody has to be signed in, and nobody says that it is there', async () => {
      expect((await browser().ask(`${site.appUrl}/status`)).status).toBe(200);
      const before = app.asked();
      for (const field of ['X-Forwarded-Uri', 'X-Original-URL', 'X-Auth-Request-Redirect']) {
        const { status } = await browser().ask(`${site.appUrl}/api/x`, {
          fields: [[field, '/status']],
        });
        expect(status).toBe(401);
      }
      expect(app.asked()).toBe(before);
    });

    it('is asked about the app that is reached, and not about the one that a client names', async () => {
      const own = await signIn();
      const about = (host: string) =>
        own.ask(`${site.appUrl}/api/x`, { target: `${site.appUrl}/api/x`, host });
      for (const host of [site.authHost, 'other.example.test']) {
        expect((await about(host)).status).toBe(200);
      }
    });

    it('says 401 to a program, and 403 to a person whom an address leaves out', async () => {
      const refused = await browser().ask(`${site.appUrl}/api/x`);
      expect([refused.status, refused.headers['location']]).toEqual([401, undefined]);
      const [alice, bob] = [await signIn('alice'), await signIn('bob')];
      expect((await alice.ask(`${site.appUrl}/admin/`)).status).toBe(200);
      expect((await bob.ask(`${site.appUrl}/admin/`)).status).toBe(403);
      expect((await bob.ask(`${site.appUrl}/api/x`)).status).toBe(200);
    });

    it('tells a page who is signed in, and what a proxy is told to nobody else', async () => {
      const own = await signIn();
      const { text } = await own.ask(`${site.appUrl}/oauth2/userinfo`);
      expect(JSON.parse(text)).toEqual({ user: 'alice', email: 'alice@example.com' });
      expect((await browser().ask(`${site.appUrl}/oauth2/userinfo`)).status).toBe(401);
      const { headers } = await own.ask(`${site.appUrl}/oauth2/auth`);
      expect(Object.keys(headers)).not.toContain('x-drawbridge-identity');
      expect(Object.keys(headers)).not.toContain('x-auth-request-user');
    });

    it('signs out, and no cookie of before is good then', async () => {
      const own = await signIn();
      const before = own.cookies(site.appUrl);
      const { url, text } = await own.open(`${site.appUrl}/oauth2/sign_out`);
      expect(url.replace(/\?.*$/, ''), text).toBe(`${site.authUrl}/signed-out`);
      const again = await browser().ask(`${site.appUrl}/api/x`, { fields: [['Cookie', before]] });
      expect(again.status).toBe(401);
    });

    it('is asked by probes at the old paths', async () => {
      for (const path of ['/ping', '/ready']) {
        expect((await fetch(`http://${gateway}${path}`)).status).toBe(200);
      }
    });

    it('writes no secret into a log', async () => {
      const own = await signIn();
      const values = own
        .cookies(site.appUrl)
        .split('; ')
        .map((pair) => pair.replace(/^.*?=/, ''));
      expect(values.length).toBeGreaterThan(0);
      for (const secret of [...values, CLIENT.secret]) expect(logs()).not.toContain(secret);
    });
  });
}
