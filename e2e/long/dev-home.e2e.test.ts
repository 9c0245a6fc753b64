import { readFile } from 'node:fs/promises';
import { request, type RequestOptions } from 'node:http';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { COLOURS, faultsOf } from '../support/accessibility.ts';
import type { RunningCommand } from '../support/command.ts';
import { launchChromium } from '../support/launch-chromium.ts';
import { createStage } from '../support/stage.ts';

const TOKEN = /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/;
describeWith(['chromium'], 'the home page of drawbridge dev', () => {
  const stage = createStage();
  let browser: Browser;
  let command: RunningCommand;
  let home: string;
  let issuer: string;

  beforeAll(async () => {
    browser = await launchChromium();
    const data = await stage.folder();
    command = await stage.start(['dev', '--data', data, '--listen', '127.0.0.1:0']);
    await command.waitFor('stdout', /Ctrl-C ends it\.\n/);
    [home = ''] = /http:\/\/\S+/.exec(command.stdout()) ?? [];
    [, issuer = ''] = /public issuer +(\S+)/.exec(command.stdout()) ?? [];
  });
  afterAll(async () => {
    await browser?.close();
    await stage.clear();
  });

  /** What a test may do in a window; it fails if a request left this machine, or a page broke its policy. */
  async function inWindow(
    use: (page: Page, context: BrowserContext) => Promise<void>,
    options: { readonly javaScriptEnabled?: boolean } = {},
  ) {
    const context = await browser.newContext(options);
    const broken = watch(context);
    try {
      const page = await context.newPage();
      await page.goto(home);
      await use(page, context);
      expect(broken).toEqual([]);
    } finally {
      await context.close();
    }
  }

  it('comes first on the first screen', () => {
    expect(command.stdout().split('\n')[2]?.trim()).toBe(home);
  });

  it('tries every part by its buttons, and tells what each decided and why', {
    timeout: 240_000,
  }, async () => {
    await inWindow(async (page, context) => {
      const pressed: string[] = [];
      const part = (id: string) => page.locator(`#${id}`);
      async function press(id: string, name: string, ...says: readonly (string | RegExp)[]) {
        pressed.push(name);
        await part(id).getByRole('button', { name, exact: true }).click();
        for (const text of says)
          await part(id).locator('.result').getByText(text).first().waitFor();
      }

      const rule = 'protected-branches-of-web';
      await press('exchange', 'Try it from an unprotected branch', 'Refused', 'rule_denied');
      await press('exchange', 'Take a token across', 'Let across', rule, 'sts.amazonaws.com');
      await press('issuer', 'Sign a token, and verify it', 'Signed and verified', 'backup-job');
      await press('guard', 'Ask without one', 'Refused with 401', 'credentials_missing');
      await press('guard', 'Ask with a token for another API', 'audience_mismatch');
      await press('guard', 'Ask with a token', 'The API answered sample-client.', 'Let in');
      await press('inject', 'Ask without a token', 'Token added', 'sample-script');
      await press('gateway', 'Ask for the page for everybody', 'Let in', 'status-page');
      await press('gateway', 'Ask as a program, without a session', 'Refused', /401/);

      const app = part('gateway').getByRole('link', { name: 'Open the app' });
      const refused = await openedBy(context, app);
      expect(new URL(refused.url()).pathname).toMatch(/^\/sign-in\//);
      await signIn(refused, 'Bob');
      await refused.getByRole('heading', { name: 'You may not see this page' }).waitFor();
      await part('gateway').getByText('no rule lets it in').first().waitFor();
      for (const text of ['bob@example.com', 'sales', 'groups = "engineering"']) {
        expect(await part('gateway').locator('.result').getByText(text).count(), text).not.toBe(0);
      }
      await context.clearCookies();
      await refused.close();

      const letIn = await openedBy(context, app);
      await signIn(letIn, 'Ada');
      await letIn.getByRole('heading', { name: 'Hello, ada@example.com' }).waitFor();
      expect(await letIn.content()).not.toMatch(TOKEN);
      await part('gateway').getByText('ada may open').first().waitFor();
      for (const text of ['engineers', 'Remote-Groups', 'groups = "engineering"']) {
        expect(await part('gateway').locator('.result').getByText(text).count(), text).not.toBe(0);
      }
      await letIn.close();

      const begin = part('login').getByRole('button', { name: 'Sign in with the browser' });
      pressed.push('Sign in with the browser');
      const login = await openedBy(context, begin);
      await signIn(login, 'Ada');
      await login.getByRole('heading', { name: 'You are signed in' }).waitFor();
      await part('login').getByText('ada@example.com signed in').first().waitFor();

      const buttons = await page.locator('button').allInnerTexts();
      expect(buttons.map((text) => text.replace(' ↗', '').trim()).toSorted()).toEqual(
        pressed.toSorted(),
      );
      expect(await page.locator('#log-events > li').count()).toBeGreaterThan(pressed.length);
      expect(await page.content()).not.toMatch(TOKEN);
      expect(command.stdout() + command.stderr()).not.toMatch(TOKEN);

      await page.locator('details').evaluateAll((all) => {
        for (const details of all) (details as HTMLDetailsElement).open = true;
      });
      expect(await faultsOf(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await faultsOf(page, COLOURS), 'dark').toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        320,
      );
    });
  });

  it('tells what is asked from elsewhere as it happens, and leaves open what is read', async () => {
    await inWindow(async (page) => {
      const lines = page.locator('#log-events > li');
      const before = await lines.count();
      await lines.first().locator('summary').click();
      const [, file = ''] = /--data-binary @(\S+)/.exec(command.stdout()) ?? [];
      const answer = await fetch(`${issuer}/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/jwt' },
        body: await readFile(file),
      });
      expect(answer.status).toBe(200);
      await lines.nth(before).waitFor();
      expect(await lines.nth(0).locator('details[open]').count()).toBe(0);
      expect(await lines.nth(1).locator('details[open]').count()).toBe(1);
    });
  });

  it('says in words what the gateway is asked and cannot read', async () => {
    await inWindow(async (page) => {
      const app = page.locator('#gateway').getByRole('link', { name: 'Open the app' });
      const { port } = new URL((await app.getAttribute('href')) ?? '');
      for (const path of ['/%FF', '/a/../b']) {
        expect(await statusAt({ hostname: '127.0.0.1', port, path })).toBe(400);
      }
      await page.locator('#gateway .result').getByText('Not understood').first().waitFor();
      expect(await page.locator('body').innerText()).not.toContain('undefined');
    });
  });

  it('works without its script, and by the keyboard', async () => {
    await inWindow(
      async (page) => {
        const button = page.getByRole('button', { name: 'Try it from an unprotected branch' });
        await button.focus();
        await page.keyboard.press('Enter');
        await page.waitForURL(/#exchange$/);
        await page.locator('#exchange .result').getByText('rule_denied').waitFor();
      },
      { javaScriptEnabled: false },
    );
  });

  it('has its buttons pressed, and its events read, by no foreign page', async () => {
    const { host } = new URL(home);
    const own = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    const foreign = [
      { host },
      { ...own, 'sec-fetch-site': 'cross-site' },
      { ...own, 'sec-fetch-site': 'same-site' },
      { ...own, origin: 'null' },
      { ...own, origin: 'http://127.0.0.1:1' },
      { ...own, host: 'evil.test', origin: 'http://evil.test' },
    ];
    for (const headers of foreign) {
      expect(await statusOf('POST', '/try/exchange/protected', headers)).toBe(403);
    }
    expect(await statusOf('POST', '/try/exchange/protected', own)).toBe(303);
    expect(await statusOf('GET', '/try/exchange/protected', own)).toBe(405);
    for (const path of ['/', '/events']) {
      expect(await statusOf('GET', path, { host: 'evil.test' })).toBe(403);
    }
  });

  it('ends in order while it is looked at', async () => {
    await inWindow(async (page) => {
      const ended = await command.stop('SIGINT');
      expect(ended).toEqual({ code: 0, signal: null });
      await page.getByText('Drawbridge has stopped.').waitFor();
    });
  });

  function statusOf(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<number | undefined> {
    const { hostname, port } = new URL(home);
    return statusAt({ hostname, port, path, method, headers });
  }
});

/** Asks as no browser does: with such fields, or a path that is sent as it stands. */
function statusAt(asked: RequestOptions): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(asked, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
      if (asked.path === '/events') answer.destroy();
    });
    sent.on('error', reject).end();
  });
}

/** The window that a press opens. */
async function openedBy(context: BrowserContext, what: Locator): Promise<Page> {
  const [opened] = await Promise.all([context.waitForEvent('page'), what.click()]);
  await opened.getByRole('heading', { name: 'Who are you today?' }).waitFor();
  return opened;
}

async function signIn(page: Page, who: string): Promise<void> {
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('link', { name: who }).click();
}

/** Notes each request to another machine, and what the browser says of a policy or a script that fails. */
function watch(context: BrowserContext): string[] {
  const broken: string[] = [];
  context.on('request', (asked) => {
    const { protocol, hostname } = new URL(asked.url());
    const isHere = ['127.0.0.1', 'localhost', 'app.localhost'].includes(hostname);
    if (!isHere && protocol !== 'data:') broken.push(asked.url());
  });
  context.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) broken.push(message.text());
  });
  context.on('weberror', (error) => broken.push(error.error().message));
  return broken;
}
