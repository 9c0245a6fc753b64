import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAccount } from '../../packages/gateway/src/account/create-account.ts';
import { createAuthOrigin } from '../../packages/gateway/src/hosts/auth-origin.ts';
import { createLogout } from '../../packages/gateway/src/logout/create-logout.ts';
import { createLogoutContext } from '../../packages/gateway/src/logout/logout-context.ts';
import { fakeProvider, setUp } from '../../packages/gateway/src/logout/logout.fixture.ts';
import { describeWith } from '../../tools/describe-with.ts';
import { type InBrowser, startBrowser } from '../support/real-browser.ts';
import { htmlReply, serveSite } from '../support/serve-site.ts';
import { createStage } from '../support/stage.ts';

const LOGOUT = '/.drawbridge/logout';

/** Each of these addresses is a site of its own to a browser, and none needs TLS. */
const HOSTS = { auth: '127.0.0.1', app: '127.0.0.2', provider: '127.0.0.3', other: '127.0.0.4' };

describeWith(['chromium'], 'a sign-out in a real browser', () => {
  const stage = createStage();
  let inBrowser: InBrowser;
  beforeAll(async () => {
    inBrowser = await startBrowser(stage);
  });
  afterAll(() => stage.clear());

  /** An auth host, an app, a provider and another site; and somebody who is signed in. */
  async function start(page: Page) {
    const provider = await serveSite(stage, HOSTS.provider, async ({ target }) => {
      const query = new URL(target, provider).searchParams;
      const back = `${query.get('post_logout_redirect_uri')}?state=${query.get('state')}`;
      return { status: 303, headers: [['location', back]], body: null };
    });
    const { options, sessions } = await setUp({
      providers: [fakeProvider('main', { endSessionEndpoint: `${provider}/end` })],
    });
    const auth = await serveSite(stage, HOSTS.auth, async (call, path) => {
      if (path === '/logout') return logout.atAuthHost(call);
      if (path === '/signed-out') return logout.signedOut(call);
      return call.method === 'POST' ? account.act(call) : account.show(call);
    });
    const app = await serveSite(stage, HOSTS.app, async (call, path) =>
      path === LOGOUT
        ? logout.fromApp(call, new URL(app).host)
        : htmlReply(`<a href="${LOGOUT}">Sign out</a>`),
    );
    const forms = [`${app}${LOGOUT}`, `${auth}/logout`, `${auth}/`].map(
      (action, index) =>
        `<form method="post" action="${action}"><button>form ${index}</button></form>`,
    );
    const other = await serveSite(stage, HOSTS.other, async () =>
      htmlReply(`<a href="${app}${LOGOUT}">link</a>${forms.join('')}`),
    );
    const context = createLogoutContext({ ...options, auth: createAuthOrigin(auth) });
    const [logout, account] = [createLogout(context), createAccount(context)];
    const signIn = async (id: string) => {
      sessions.add(id, { createdAt: 1_767_225_600 - sessions.live.length });
      await page.context().addCookies(
        [auth, app].map((url) => ({
          name: 'drawbridge',
          value: `${id}@${new URL(url).host}`,
          url,
        })),
      );
    };
    return { auth, app, other, sessions, signIn };
  }

  const inWindow = (use: (page: Page) => Promise<void>) =>
    inBrowser(async (context) => use(await context.newPage()));

  const isLeft = async (page: Page) => {
    await page.getByText('and of your provider').waitFor();
    expect(await page.context().cookies()).toEqual([]);
  };

  it.each(['link', 'form 0', 'form 1'])(
    'is not what another site can begin by a %s: the button of the page that is shown does it',
    async (what) => {
      await inWindow(async (page) => {
        const { other, sessions, signIn } = await start(page);
        await signIn('a');
        await page.goto(other);
        await page.getByText(what).click();
        await page.getByRole('heading', { name: 'Do you want to sign out?' }).waitFor();
        expect(sessions.live).toHaveLength(1);
        expect(await page.context().cookies()).toHaveLength(2);
        // By way of a form, a page and two other sites, which no policy of a page may stop.
        await page.getByRole('button').click();
        await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
        expect(sessions.live).toEqual([]);
      });
    },
  );

  it('begins with a link in an app, and ends at the auth host, after the provider', async () => {
    await inWindow(async (page) => {
      const { app, sessions, signIn } = await start(page);
      await signIn('a');
      await page.goto(app);
      await page.getByText('Sign out').click();
      await isLeft(page);
      expect(sessions.live).toEqual([]);
    });
  });

  it('is done for one session of the list, or for all, by the buttons of a page of one’s own alone', async () => {
    await inWindow(async (page) => {
      const { auth, other, sessions, signIn } = await start(page);
      sessions.add('b', { createdAt: 1_000_000_000 });
      sessions.add('c', { createdAt: 1_100_000_000 });
      await signIn('a');
      await page.goto(other);
      await page.getByText('form 2').click();
      await page.getByRole('heading', { name: 'Nothing was ended' }).waitFor();
      await page.goto(auth);
      await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
      await expect.poll(() => page.getByRole('button').count()).toBe(3);
      expect(sessions.live).toHaveLength(2);
      await page.getByRole('button', { name: 'Sign out everywhere' }).click();
      await page.getByText('and of your provider').waitFor();
      expect(sessions.live).toEqual([]);
    });
  });
});
