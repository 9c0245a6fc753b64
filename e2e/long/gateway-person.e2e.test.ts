import { decodeJwt } from 'jose';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { valuesFor } from '../support/echo-app.ts';
import { startGatewayNginx } from '../support/gateway-proxies.ts';
import { echoOf, type GatewayScene, startGatewayScene } from '../support/gateway-scene.ts';
import { agreeToSignOut, giveName, signInAs } from '../support/person.ts';
import { type InBrowser, startBrowser } from '../support/real-browser.ts';
import { rawRequest } from '../support/raw-request.ts';
import { NAVIGATION } from '../support/site-browser.ts';
import { createStage } from '../support/stage.ts';

// What a person meets: a real browser, nginx with TLS and what the command printed for it, the command itself, apps of two
// domains that have nothing in common, and two providers.

const OTHER = 'wiki.two.example';

describeWith(['nginx', 'openssl', 'chromium'], 'a person with a real browser', () => {
  const stage = createStage();
  let scene: GatewayScene;
  let inBrowser: InBrowser;
  let other: string;

  beforeAll(async () => {
    scene = await startGatewayScene(stage, 'nginx', startGatewayNginx, {
      apps: [OTHER],
      second: 'partner',
    });
    other = `https://${OTHER}:${scene.site.port}`;
    inBrowser = await startBrowser(stage, scene.site);
  });
  afterAll(() => stage.clear());

  /** Opens a page of an app, is asked by whom to be signed in, and signs in there. */
  async function signIn(page: Page, url: string, name: string, person: string): Promise<void> {
    await page.goto(url);
    await page.getByRole('link', { name }).click();
    await signInAs(page, person);
    await page.waitForURL(url);
  }

  const echoIn = async (page: Page) => echoOf((await page.locator('body').textContent()) ?? '');

  /** The cookies of a site, with all that the browser keeps of them but the value. */
  async function cookiesOf(context: BrowserContext, url: string) {
    const cookies = await context.cookies(url);
    return cookies
      .map(({ name, domain, path, secure, httpOnly, sameSite }) => {
        return { name, domain, path, secure, httpOnly, sameSite };
      })
      .toSorted((one, two) => (one.name < two.name ? -1 : 1));
  }

  /** As a browser keeps a cookie without Domain: that of a cookie with one begins with a dot. */
  const hostCookie = (url: string, name: string) => ({
    name,
    domain: new URL(url).hostname,
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
  });

  it('signs in once for apps of two domains, and out of both', async () => {
    const { site, provider } = scene;
    await inBrowser(async (context) => {
      const page = await context.newPage();
      const asked: Request[] = [];
      page.on('request', (request) => asked.push(request));
      await page.goto(`${site.appUrl}/orders?open=1`);
      expect(await page.getByRole('listitem').allTextContents()).toEqual(['corp', 'partner']);
      await page.getByRole('link', { name: 'corp' }).click();
      await signInAs(page, 'alice');
      await page.waitForURL(`${site.appUrl}/orders?open=1`);
      const echo = await echoIn(page);
      expect(echo.url).toBe('/orders?open=1');
      expect(valuesFor(echo, 'Remote-User')).toEqual(['alice@example.com']);
      const name = '__Host-drawbridge';
      expect(await cookiesOf(context, site.appUrl)).toEqual([hostCookie(site.appUrl, name)]);
      expect(await cookiesOf(context, site.authUrl)).toEqual(
        [name, `${name}-loop`, `${name}-provider`].map((each) => hostCookie(site.authUrl, each)),
      );

      const before = provider.requests.length;
      await page.goto(`${other}/page`);
      expect(page.url()).toBe(`${other}/page`);
      expect(valuesFor(await echoIn(page), 'Remote-User')).toEqual(['alice@example.com']);
      expect(provider.requests).toHaveLength(before);
      expect(await cookiesOf(context, other)).toEqual([hostCookie(other, name)]);

      // The code that led from one domain to the other is spent: the very same request gets nothing.
      const isHandOver = (url: string) => url.startsWith(`${other}/.drawbridge/callback?code=`);
      const [handOver, ...more] = asked.filter((request) => isHandOver(request.url()));
      expect(more).toEqual([]);
      const { cookie = '' } = (await handOver?.allHeaders()) ?? {};
      expect(cookie).toMatch(/^__Host-drawbridge-login-/);
      const again = await rawRequest(site.ca, handOver?.url() ?? '', {
        fields: [...NAVIGATION, ['Cookie', cookie]],
      });
      expect(again.status, again.text).toBe(408);
      expect(again.setCookies.join()).not.toContain(`${name}=`);

      await page.goto(`${other}/.drawbridge/logout`);
      await agreeToSignOut(page);
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
      // What is left says whom this browser took the last time, for the order of the choice.
      expect(await cookiesOf(context, site.authUrl)).toEqual([
        hostCookie(site.authUrl, `${name}-provider`),
      ]);
      expect(await cookiesOf(context, other)).toEqual([]);
      for (const app of [other, site.appUrl]) {
        await page.goto(`${app}/`);
        await page.getByRole('link', { name: 'corp' }).waitFor();
      }
    });
  });

  it('who chooses the second provider is its person', async () => {
    const { site, provider, second } = scene;
    const before = provider.requests.length;
    await inBrowser(async (context) => {
      const page = await context.newPage();
      await signIn(page, `${site.appUrl}/`, 'partner', 'bob');
      const [token = ''] = valuesFor(await echoIn(page), 'X-Drawbridge-Identity');
      expect(decodeJwt(token)).toMatchObject({ provider: 'partner', sub: 'partner:bob' });
      await page.goto(`${site.authUrl}/`);
      expect(await page.getByRole('definition').allTextContents()).toEqual([
        'bob@example.com',
        'partner',
      ]);
    });
    expect(provider.requests).toHaveLength(before);
    expect(second?.grants('authorization_code')).toBe(1);
  });

  it('sees where else it is signed in, and ends that: the other browser is out at its next request', async () => {
    const { site } = scene;
    await inBrowser(async (here) => {
      const ours = await here.newPage();
      await signIn(ours, `${site.appUrl}/`, 'corp', 'carol');
      // The list tells sessions apart by the second that they began in.
      const second = () => Math.floor(Date.now() / 1000);
      const begun = second();
      await expect.poll(second).toBeGreaterThan(begun);
      await inBrowser(async (there) => {
        const page = await there.newPage();
        await signIn(page, `${site.appUrl}/`, 'corp', 'carol');
        await page.goto(`${site.authUrl}/`);
        expect(await page.getByRole('listitem').count()).toBe(2);
        await page.getByRole('button', { name: 'Sign out', exact: true }).click();
        await expect.poll(() => page.getByRole('listitem').count()).toBe(1);
        expect(await page.getByRole('listitem').textContent()).toContain('This browser');
        await ours.reload();
        await ours.getByRole('heading', { name: 'Sign in' }).waitFor();
        await ours.goto(`${site.authUrl}/`);
        await ours.getByRole('heading', { name: 'You are not signed in' }).waitFor();
        await page.goto(`${site.appUrl}/`);
        expect(valuesFor(await echoIn(page), 'Remote-User')).toEqual(['carol@example.com']);
      });
    });
  });

  it('signs in two tabs at once, each of which gets to its own page, and out of both', async () => {
    const { site } = scene;
    await inBrowser(async (context) => {
      const [one, two] = [await context.newPage(), await context.newPage()];
      const tabs = [one, two];
      await Promise.all([one.goto(`${site.appUrl}/one`), two.goto(`${other}/two`)]);
      await Promise.all(tabs.map((tab) => tab.getByRole('link', { name: 'corp' }).click()));
      for (const tab of tabs) await tab.getByPlaceholder('Enter any login').waitFor();
      await signInAs(one, 'alice');
      await giveName(two, 'alice');
      await Promise.all([one.waitForURL(`${site.appUrl}/one`), two.waitForURL(`${other}/two`)]);
      await one.goto(`${site.appUrl}/.drawbridge/logout`);
      await agreeToSignOut(one);
      await one.getByRole('heading', { name: 'You are signed out' }).waitFor();
      await two.reload();
      await two.getByRole('link', { name: 'corp' }).waitFor();
    });
  });
});
