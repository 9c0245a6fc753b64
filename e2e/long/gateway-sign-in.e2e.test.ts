import { headerValues } from '@drawbridge/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cookieNames } from '../../packages/gateway/src/cookies/cookie-names.ts';
import { readCookies } from '../../packages/oauth/src/cookies/read-cookies.ts';
import { loginUrl } from '../../packages/gateway/src/sign-in/login-url.ts';
import { createAuthOrigin } from '../../packages/gateway/src/hosts/auth-origin.ts';
import { createSignIn } from '../../packages/gateway/src/sign-in/sign-in.ts';
import { startSignIn } from '../../packages/gateway/src/sign-in/sign-in.fixture.ts';
import { describeWith } from '../../tools/describe-with.ts';
import { type InBrowser, startBrowser } from '../support/real-browser.ts';
import { htmlReply, serveSite } from '../support/serve-site.ts';
import { createStage } from '../support/stage.ts';

/** Each of these addresses is a site of its own to a browser, and none needs TLS. */
const HOSTS = { auth: '127.0.0.1', app: '127.0.0.2', providers: '127.0.0.3' };

describeWith(['chromium'], 'a sign-in to an app in a real browser', () => {
  const stage = createStage();
  let inBrowser: InBrowser;
  beforeAll(async () => {
    inBrowser = await startBrowser(stage);
  });
  afterAll(() => stage.clear());

  /** An auth host, an app, and providers of another site, at which a person agrees by a link. */
  async function start(isLost: (cookie: string) => boolean = () => false) {
    const { options, providers, sessions } = await startSignIn({ providers: ['one', 'two'] });
    const { session } = cookieNames('http');
    const auth = await serveSite(stage, HOSTS.auth, async (call, path) =>
      path === '/login' ? signIn.enter(call) : signIn.callback(call),
    );
    const app = await serveSite(stage, HOSTS.app, async (call, path) => {
      const { host } = new URL(app);
      if (path === '/.drawbridge/login') return signIn.begin(call, host);
      if (path === '/.drawbridge/callback') {
        const reply = await signIn.takeOver(call, host);
        return { ...reply, headers: reply.headers.filter(([, value]) => !isLost(value)) };
      }
      const [cookie = ''] = readCookies(headerValues(call, 'cookie'), session);
      if ((await sessions.open(cookie, host)) !== undefined)
        return htmlReply(`<h1>App ${path}</h1>`);
      const location = loginUrl({ scheme: 'http', host, target: call.target });
      return { status: 302, headers: [['location', location]], body: null };
    });
    const hosts = { has: (host: string) => host === new URL(app).host };
    const agree = await serveSite(stage, HOSTS.providers, async ({ target }, path) => {
      const provider = providers.find(({ name }) => path === `/${name}`);
      const back = provider?.authorize(new URL(target, agree).href) ?? '';
      return htmlReply(`<a href="${back.replaceAll('&', '&amp;')}">Agree</a>`);
    });
    const found = providers.map((provider) => ({
      ...provider,
      async find() {
        const at = await provider.find();
        const authorizationEndpoint = `${agree}/${provider.name}`;
        return { ...at, provider: { ...at.provider, authorizationEndpoint } };
      },
    }));
    const signIn = createSignIn({
      ...options,
      auth: createAuthOrigin(auth),
      hosts,
      providers: found,
    });
    return { auth, app, sessions, providers };
  }

  it('leads by the link of a provider to its site, and back to the page that was wanted', async () => {
    await inBrowser(async (context) => {
      const { app, providers } = await start();
      const page = await context.newPage();
      await page.goto(`${app}/a?b=c`);
      await page.getByRole('link', { name: 'two & co' }).click();
      await page.getByRole('link', { name: 'Agree' }).click();
      await page.getByRole('heading', { name: 'App /a' }).waitFor();
      expect(page.url()).toBe(`${app}/a?b=c`);
      expect(providers.map(({ asked }) => asked.length)).toEqual([0, 1]);
      const cookies = await context.cookies();
      expect(cookies.every((cookie) => cookie.httpOnly && cookie.sameSite === 'Lax')).toBe(true);
      expect(cookies.map(({ domain, name }) => `${domain} ${name}`).sort()).toEqual([
        '127.0.0.1 drawbridge',
        '127.0.0.1 drawbridge-loop',
        '127.0.0.1 drawbridge-provider',
        '127.0.0.2 drawbridge',
      ]);
    });
  });

  it('is done in two tabs at once, and a third is let in by them', async () => {
    await inBrowser(async (context) => {
      const { app } = await start();
      const tabs = [await context.newPage(), await context.newPage()];
      for (const [index, tab] of tabs.entries()) {
        await tab.goto(`${app}/${index}`);
        await tab.getByRole('link', { name: 'one & co' }).click();
      }
      for (const tab of tabs) await tab.getByRole('link', { name: 'Agree' }).click();
      for (const [index, tab] of tabs.entries()) {
        await tab.getByRole('heading', { name: `App /${index}` }).waitFor();
      }
      const third = await context.newPage();
      await third.goto(`${app}/third`);
      await third.getByRole('heading', { name: 'App /third' }).waitFor();
    });
  });

  it('ends in a page with the causes, and not in the browser’s own, where the app loses its cookie', async () => {
    await inBrowser(async (context) => {
      const { app } = await start((field) => field.startsWith('drawbridge='));
      const page = await context.newPage();
      await page.goto(app);
      await page.getByRole('link', { name: 'one & co' }).click();
      await page.getByRole('link', { name: 'Agree' }).click();
      await page.getByRole('heading', { name: 'You are signed in, and asked again' }).waitFor();
      expect(await page.getByRole('listitem').count()).toBe(4);
    });
  });

  it('signs nobody in by a link that was begun in another browser', async () => {
    await inBrowser(async (context) => {
      const { app, auth, sessions } = await start();
      const mallory = await context.newPage();
      await mallory.goto(app);
      await mallory.getByRole('link', { name: 'one & co' }).click();
      const back = (await mallory.getByRole('link', { name: 'Agree' }).getAttribute('href')) ?? '';
      expect(back).toContain(auth);
      await inBrowser(async (other) => {
        const victim = await other.newPage();
        await victim.goto(back);
        await victim.getByRole('heading', { name: 'This sign-in cannot go on here' }).waitFor();
        expect(await other.cookies()).toEqual([]);
      });
      expect(sessions.begun).toEqual([]);
    });
  });
});
