import { silentLog } from '@drawbridge/core';
import {
  type CallbackReceiver,
  type Judge,
  openReceiver,
  signInByBrowser,
} from '@drawbridge/login/node';
import { createHttpClient } from '@drawbridge/node';
import { discoverProvider } from '@drawbridge/oauth';
import {
  accountPage,
  confirmSignOutPage,
  foreignCallbackPage,
  handOnPage,
  leavingPage,
  noAccountPage,
  signedInPage,
  signedOutPage,
  signInFailedPage,
  chooseProviderPage,
  refusedPage,
  signInLoopPage,
} from '@drawbridge/pages';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { COLOURS, faultsOf } from '../support/accessibility.ts';
import { launchChromium } from '../support/launch-chromium.ts';
import { IMPLICIT_CLIENT, SIGNED_IN, startSignInProvider } from '../support/sign-in-provider.ts';
import { createStage } from '../support/stage.ts';

const HOSTILE = `<img src=x onerror=alert(1)>"'&\u202e`;
const LONG = 'arn:aws:iam::123456789012:role/engineering/platform/ReadOnlyAccessForEverything';

const NEXT = 'eval "$(drawbridge env --profile production-europe-central-administrators)"';

const PAGES = {
  'signed in': signedInPage({
    who: 'ada@example.org',
    issuer: 'https://login.example.org/realms/company',
    role: LONG,
    account: '123456789012',
    profile: 'dev',
    files: ['/opt/ada/.aws/config', '/opt/ada/.aws/credentials'],
    until: { expiresAt: 1_800_003_600, now: 1_800_000_000, timeZone: 'Europe/London' },
    next: ['aws --profile dev sts get-caller-identity'],
  }),
  'not signed in': signInFailedPage({
    what: `the provider refused: ${HOSTILE.repeat(20)} (access_denied)`,
    next: ['Ask an administrator to assign the application to you.', 'Run the command again.'],
    code: 'sign_in_refused',
  }),
  foreign: foreignCallbackPage(),
  'handing on': handOnPage(),
  'choose a provider': chooseProviderPage({
    host: 'app.example.org',
    providers: [
      { title: 'Example University', href: '/login?provider=one', isLast: true },
      { title: HOSTILE, href: '/login?provider=two', isLast: false },
    ],
  }),
  refused: refusedPage({
    heading: 'That took too long',
    what: `This sign-in was begun too long ago. ${HOSTILE}`,
    next: ['Begin again.', 'Ask whoever runs this app.'],
    who: 'ada@example.org',
    signOut: '/.drawbridge/logout',
    goOn: { href: '/.drawbridge/login?url=%2F', label: 'Begin again' },
    code: 'sign_in_timeout',
  }),
  'sent round': signInLoopPage({
    host: 'app.example.org',
    again: 'https://app.example.org/.drawbridge/login?url=%2F',
    code: 'sign_in_unavailable',
  }),
};

/** What a person who signs out is shown, and who looks at their sign-ins. */
const ACCOUNT = {
  'of the sign-ins': accountPage({
    who: 'ada@example.org',
    provider: 'Example & Co.',
    formToken: 'v1.abc',
    sessions: [
      {
        handle: 'a',
        provider: 'Example',
        createdAt: 1_800_000_000,
        endsAt: 1_800_036_000,
        isThis: false,
      },
      {
        handle: 'b',
        provider: 'Example',
        createdAt: 1_799_990_000,
        endsAt: 1_800_026_000,
        isThis: true,
      },
    ],
  }),
  'without an account': noAccountPage('/.drawbridge/login'),
  'sign out?': confirmSignOutPage({ who: HOSTILE }),
  leaving: leavingPage('https://login.example.org/end?state=x'),
  'signed out here': signedOutPage({ isAtProvider: false, home: '/' }),
  'signed out': signedOutPage({ isAtProvider: true, home: '/' }),
};

/** Pages with names that are hard to set. */
const NAMES = {
  long: signedInPage({
    who: `${'maria.del.carmen.'.repeat(6)}@example.org`,
    issuer: `https://login.example.org/${'a'.repeat(200)}`,
    role: `arn:aws-us-gov:iam::123456789012:role/${'a/'.repeat(100)}${'Name'.repeat(16)}`,
    profile: 'p'.repeat(120),
    files: [`/opt/${'folder'.repeat(40)}/config`],
    next: [NEXT, 'x'.repeat(300)],
  }),
  'long, with buttons': accountPage({
    who: `${'maria.del.carmen.'.repeat(6)}@example.org`,
    provider: 'p'.repeat(120),
    formToken: 'v1.abc',
    sessions: [
      {
        handle: 'a',
        provider: 'p'.repeat(120),
        createdAt: 0,
        endsAt: 1_800_036_000,
        isThis: false,
      },
      { handle: 'b', provider: 'x', createdAt: 0, endsAt: 1_800_036_000, isThis: true },
    ],
  }),
  'of another script': signedInPage({
    who: '\u0645\u062d\u0645\u062f \u0628\u0646 \u{1f469}\u{1f3fd}\u200d\u{1f680}',
    issuer: 'https://login.example.org',
  }),
};

describeWith(['chromium'], 'the pages of a sign-in', () => {
  let browser: Browser;
  let receiver: CallbackReceiver;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  /** What a test may do in a window; it fails if a request left this machine, or the policy of a page was broken. */
  async function inWindow(use: (page: Page) => Promise<void>) {
    receiver = await openReceiver({ ports: [0] }, silentLog);
    const { origin } = new URL(receiver.redirectUri);
    const context = await browser.newContext();
    const broken = watch(context, origin);
    try {
      await use(await context.newPage());
      if (broken.length > 0) throw new Error(broken.join('\n'));
    } finally {
      await context.close();
      await receiver.close();
    }
  }

  /** Begins to wait; whoever ends a test without an answer ends the wait too. */
  function wait<T>(judge: Judge<T>): Promise<T> {
    const answer = receiver.receive(judge, AbortSignal.timeout(20_000));
    answer.catch(() => {});
    return answer;
  }

  it('can be read by everybody, in light, in the dark and on a phone', async () => {
    await inWindow(async (page) => {
      const sheets = new Map(Object.entries({ ...PAGES, ...ACCOUNT }));
      void wait(async (parameters) => ({
        kind: 'foreign',
        page: sheets.get(parameters.get('code') ?? '') ?? PAGES.foreign,
      }));
      // The page that hands a fragment on is gone in a blink otherwise.
      await page.addInitScript(() => {
        HTMLFormElement.prototype.submit = () => {};
      });
      for (const name of sheets.keys()) {
        await page.emulateMedia({ colorScheme: 'light' });
        await page.goto(`${receiver.redirectUri}?code=${encodeURIComponent(name)}`);
        expect(await faultsOf(page), name).toEqual([]);
        const light = await brightnessOf(page);
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(await faultsOf(page, COLOURS), `${name}, dark`).toEqual([]);
        expect(light - (await brightnessOf(page)), `${name}, dark`).toBeGreaterThan(500);
        await page.setViewportSize({ width: 320, height: 640 });
        expect(await widthOf(page), `${name}, on a phone`).toBeLessThanOrEqual(320);
        await page.setViewportSize({ width: 1280, height: 900 });
      }
    });
  });

  it('has long names fit a phone, breaks a role between its parts, and has what is copied be whole', async () => {
    await inWindow(async (page) => {
      await page.setViewportSize({ width: 320, height: 640 });
      for (const [name, { html }] of Object.entries(NAMES)) {
        await page.setContent(html);
        expect(await widthOf(page), name).toBeLessThanOrEqual(320);
      }
      await page.setViewportSize({ width: 360, height: 640 });
      await page.setContent(PAGES['signed in'].html);
      const lines = await page.getByText('arn:aws').evaluate((role) => {
        const range = document.createRange();
        const tops = new Map<number, string>();
        const walker = document.createTreeWalker(role, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          range.selectNodeContents(node);
          const { top, height } = range.getBoundingClientRect();
          const text = (height > 40 ? '(broken)' : '') + (node.textContent ?? '');
          tops.set(top, (tops.get(top) ?? '') + text);
        }
        return [...tops.values()];
      });
      expect(lines).toEqual([
        'arn:aws:iam::123456789012:role/',
        'engineering/platform/',
        'ReadOnlyAccessForEverything',
      ]);
      await page.setContent(NAMES.long.html);
      const copied = await page
        .locator('pre')
        .first()
        .evaluate((command) => {
          getSelection()?.selectAllChildren(command);
          return String(getSelection());
        });
      expect(copied).toBe(NEXT);
    });
  });

  it('hands a fragment on, and takes it out of the address at once', async () => {
    await inWindow(async (page) => {
      const answer = wait((parameters) => {
        const value = Object.fromEntries(parameters);
        return Promise.resolve({ kind: 'over', page: PAGES['signed in'], value });
      });
      await page.goto(`${receiver.redirectUri}#id_token=e30.e30.&state=a%2Bb`);
      expect(await answer).toEqual({ id_token: 'e30.e30.', state: 'a+b' });
      await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
      expect(page.url()).not.toMatch(/id_token|state|#/);
      const { entries } = await (await page.context().newCDPSession(page)).send(
        'Page.getNavigationHistory',
      );
      expect(entries.map(({ url }) => url).join(' ')).not.toMatch(/id_token|state/);
    });
  });

  it('signs a person in by the fragment of a real provider, which is in no address after that', async () => {
    const stage = createStage();
    const http = createHttpClient();
    try {
      const real = await startSignInProvider(stage);
      const { issuer } = real;
      const found = await discoverProvider({ issuer, fetchDocument: http.documents() });
      await inWindow(async (page) => {
        const who = await signInByBrowser<unknown>({
          provider: { ...found, responseModes: ['fragment'] },
          client: { method: 'none', clientId: IMPLICIT_CLIENT },
          flow: 'implicit',
          scope: 'openid email',
          receiver,
          http,
          // The pages of the provider are not what is looked at here.
          async show(url) {
            await page.goto(await real.signInByFetch(url));
          },
          finish: async ({ token }) => ({ page: PAGES['signed in'], value: token.claim('sub') }),
          signal: AbortSignal.timeout(20_000),
        });
        expect(who).toBe(SIGNED_IN);
        await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
        const session = await page.context().newCDPSession(page);
        const { entries } = await session.send('Page.getNavigationHistory');
        expect(entries.map(({ url }) => url).join(' ')).not.toContain('id_token=');
      });
    } finally {
      await http.close();
      await stage.clear();
    }
  });

  it('shows what came of it at an address without the code, and again when it is loaded again', async () => {
    await inWindow(async (page) => {
      const answer = wait((parameters) =>
        Promise.resolve({
          kind: 'over',
          page: PAGES['signed in'],
          value: parameters.get('code'),
        }),
      );
      await page.goto(`${receiver.redirectUri}?code=secret&state=s`);
      expect(await answer).toBe('secret');
      expect(page.url()).not.toContain('secret');
      expect(await page.title()).toContain('Signed in');
      await page.reload();
      expect(await page.getByText('ada@example.org').count()).toBe(1);
    });
  });

  it('would notice a request that leaves, and a policy that is broken', async () => {
    await inWindow(async (page) => {
      void wait(() => Promise.resolve({ kind: 'foreign', page: PAGES.foreign }));
      const seen = watch(page.context(), 'http://elsewhere.test');
      await page.goto(`${receiver.redirectUri}?code=c`);
      expect(seen).toContain('GET /callback');
    });
    const breaking = inWindow(async (page) => {
      void wait(() => Promise.resolve({ kind: 'foreign', page: PAGES.foreign }));
      await page.goto(`${receiver.redirectUri}?code=c`);
      const said = page.waitForEvent('console');
      await page.evaluate(() => {
        document.body.append(
          Object.assign(document.createElement('script'), { textContent: 'alert(1)' }),
        );
      });
      await said;
    });
    await expect(breaking).rejects.toThrow('Content Security Policy');
  });
});

/** Notes each request to elsewhere, and what the browser says of a policy or a script that fails. */
function watch(context: BrowserContext, origin: string): string[] {
  const broken: string[] = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:') {
      broken.push(`${request.method()} ${url.pathname}`);
    }
  });
  context.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) broken.push(message.text());
  });
  context.on('weberror', (error) => broken.push(error.error().message));
  return broken;
}

/** Of the ground, from 0 to 765. */
async function brightnessOf(page: Page): Promise<number> {
  const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  return (colour.match(/\d+/g) ?? []).map(Number).reduce((sum, part) => sum + part, 0);
}

/** Pixels that the page takes, at least those of the window. */
async function widthOf(page: Page): Promise<number> {
  return await page.evaluate(() => document.documentElement.scrollWidth);
}
