import { DISCOVERY_PATH } from '@drawbridge/core';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { valuesFor } from '../support/echo-app.ts';
import { echoOf } from '../support/gateway-scene.ts';
import { agreeToSignOut, signInAs } from '../support/person.ts';
import { type InBrowser, startBrowser } from '../support/real-browser.ts';
import { createStage } from '../support/stage.ts';
import { startVouchMove, type VouchMove } from '../support/vouch-move.ts';

// What people see of the second step of docs/migrate/vouch-proxy.md, who have pages open meanwhile: a real browser says of redirects
// where they came from, and keeps cookies by their domains.

const ALICE = 'alice@example.com';

describeWith(
  ['nginx', 'openssl', 'chromium'],
  'a person with a real browser, while the site moves from Vouch mode',
  () => {
    const stage = createStage();
    let move: VouchMove;
    let inBrowser: InBrowser;

    beforeAll(async () => {
      move = await startVouchMove(stage);
      [inBrowser] = await Promise.all([startBrowser(stage, move.scene.site), move.migrate()]);
    });
    afterAll(() => stage.clear());

    async function seesPage(page: Page, url: string) {
      await page.waitForURL(url);
      const echo = echoOf((await page.locator('body').textContent()) ?? '');
      expect(valuesFor(echo, 'X-Vouch-User')).toEqual([ALICE]);
      return echo;
    }

    /** Opens the app, and signs in with Vouch mode. */
    async function signIn(context: BrowserContext): Promise<Page> {
      const page = await context.newPage();
      await page.goto(move.app);
      await signInAs(page, 'alice');
      await seesPage(page, move.app);
      return page;
    }

    /** Clicks on a link that the page of an app might have. */
    async function follow(page: Page, to: string): Promise<void> {
      await page.evaluate((href) => {
        document.body.replaceChildren(Object.assign(document.createElement('a'), { href }));
        document.links[0]?.append('on');
      }, to);
      await page.getByRole('link', { name: 'on' }).click();
    }

    /** What a script of a page gets. */
    const fetchIn = (page: Page) =>
      page.evaluate(async () => {
        const { status, url, redirected } = await fetch('/data', {
          headers: { accept: 'application/json' },
        });
        return { status, path: new URL(url).pathname, redirected };
      });

    /** Sends a form of a page. */
    const postFrom = (page: Page) =>
      page.evaluate(() => {
        const form = document.createElement('form');
        Object.assign(form, { method: 'post', action: '/orders/new' });
        form.append(
          Object.assign(document.createElement('input'), { name: 'what', value: 'a pen' }),
        );
        document.body.append(form);
        form.submit();
      });

    const namesAt = async (context: BrowserContext, url: string) =>
      (await context.cookies(url)).map(({ name }) => name);

    /** The provider asks who somebody is. */
    const isAsked = (page: Page) => page.getByPlaceholder('Enter any login').waitFor();

    it('is asked to sign in nowhere, and is nobody once she has signed out', async () => {
      const { scene, app, wiki, login } = move;
      const { provider, site } = scene;
      const asked = () => provider.requests.filter((each) => each !== `GET ${DISCOVERY_PATH}`);
      const saved = new URL('/orders/new', app).href;
      await inBrowser((hers) =>
        inBrowser(async (others) => {
          const tab = await signIn(hers);
          const second = await hers.newPage();
          await second.goto(wiki);
          await seesPage(second, wiki);
          const old = (await hers.cookies(app)).filter(({ name }) => name === 'VouchCookie');
          expect(old).toMatchObject([{ domain: '.example.test' }]);
          // Of two sign-ins of one person in one second, Vouch Proxy makes one cookie.
          const now = () => Math.floor(Date.now() / 1000);
          const begun = now();
          await expect.poll(now).toBeGreaterThan(begun);
          const another = await signIn(others);

          const before = asked().length;
          await move.replace();
          await Promise.all([tab.reload(), second.reload()]);
          await Promise.all([seesPage(tab, app), seesPage(second, wiki)]);
          await move.moveApps([app, wiki]);

          // Before a page was opened there: a script is told so, and led nowhere; a form opens its page, and has no content.
          expect(await fetchIn(another)).toEqual({ status: 401, path: '/data', redirected: false });
          await postFrom(another);
          expect(await seesPage(another, saved)).toMatchObject({ method: 'GET', body: '' });
          expect(await fetchIn(another)).toEqual({ status: 200, path: '/data', redirected: false });

          await Promise.all([tab.reload(), second.reload()]);
          await Promise.all([seesPage(tab, app), seesPage(second, wiki)]);
          expect(await fetchIn(tab)).toEqual({ status: 200, path: '/data', redirected: false });
          await postFrom(tab);
          expect(await seesPage(tab, saved)).toMatchObject({ method: 'POST', body: 'what=a+pen' });
          for (const url of [wiki, app]) {
            await follow(tab, url);
            await seesPage(tab, url);
          }
          for (const url of [app, wiki, login]) {
            expect(await namesAt(hers, url)).toContain('__Host-drawbridge');
          }
          await second.goto(`${login}/`);
          // That of the other browser, and her own: two, where both tabs came before either had one.
          await expect.poll(() => second.getByRole('listitem').count()).toBeOneOf([2, 3]);
          expect(asked()).toHaveLength(before);

          await follow(tab, new URL('/.drawbridge/logout', app).href);
          await agreeToSignOut(tab);
          await tab.getByRole('heading', { name: 'You are signed out' }).waitFor();
          for (const url of [app, login]) expect(await namesAt(hers, url)).toEqual([]);
          for (const url of [wiki, app]) {
            await second.goto(url);
            await isAsked(second);
          }
          // As a browser has it that was away, or to which another host gives it again.
          await hers.addCookies(old);
          expect((await tab.goto(`${site.authUrl}/validate`))?.status()).toBe(401);
          for (const url of [wiki, app]) {
            await tab.goto(url);
            await isAsked(tab);
          }

          // The other browser is of another sign-in, which ends with its cookie in Vouch mode.
          await another.reload();
          await seesPage(another, saved);
          await (await others.newPage()).goto(`${site.authUrl}/logout`);
          expect(await namesAt(others, app)).toEqual(['__Host-drawbridge']);
          expect(await fetchIn(another)).toEqual({ status: 401, path: '/data', redirected: false });
        }),
      );
    });
  },
);
