import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createVouchCodec, type VouchSession } from '@drawbridge/oauth';
import { createTestIssuer } from '@drawbridge/testing';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { COLOURS, faultsOf } from '../support/accessibility.ts';
import { launchChromium } from '../support/launch-chromium.ts';
import { type InBrowser, startBrowser } from '../support/real-browser.ts';
import { serveHere } from '../support/serve-here.ts';
import { createStage } from '../support/stage.ts';

// The page that says what is in a cookie, in a real browser, which holds its policy and sends its Fetch Metadata.

const SECRET = randomBytes(33).toString('base64');
const codec = createVouchCodec({ keys: [{ secret: SECRET }] });
const NOW = Math.floor(Date.now() / 1000);
const ACCESS = 'NB2HI4DTHIXS6Y3JNRXWO33OFZXXEZZPN5QXK5DIGI';
const REFRESH = 'NB2HI4DTHIXS6Y3JNRXWO33OFZXXEZZPN5QXK5DIGIQA';
const HOSTILE = {
  markup: '</pre><script>document.title="had"</script><img src=x onerror="document.title=1">',
  link: 'javascript:document.title="had"',
  turned: '\u202Egpj.exe\u2066',
  '"><script>document.title="had"</script>': '<svg onload=alert(1)>',
};

describeWith(['chromium'], 'the page that says what is in a cookie, in a real browser', () => {
  const stage = createStage();
  let url: string;
  /** The same machine by another name: for browsers it is another site. */
  let elsewhere: string;
  /** What `/copy` there is. */
  let copy = '';
  let inBrowser: InBrowser;
  let ada: VouchSession;
  let idToken: string;

  beforeAll(async () => {
    const issuer = await createTestIssuer({ issuer: 'https://cilogon.test', audience: 'demo' });
    idToken = await issuer.issue({ sub: 'ada', email: 'ada@example.edu', exp: NOW + 900 });
    ada = {
      username: 'ada@example.edu',
      customClaims: { email: 'ada@example.edu', name: 'Ada Example' },
      accessToken: ACCESS,
      idToken,
      refreshToken: REFRESH,
      audience: '127.0.0.1',
      expiresAt: NOW + 14_400,
      issuer: 'Vouch',
    };
    const keys = await serveHere(
      stage,
      createServer((_, answer) => answer.end(JSON.stringify(issuer.jwks()))),
    );
    const line = 'serve inspector --listen 127.0.0.1:0 --server-url https://fabric.test';
    const command = await stage.start(
      [...line.split(' '), '--id-token-keys', `https://cilogon.test=${keys}/jwks`],
      { env: { VOUCH_JWT_SECRET: SECRET } },
    );
    const [, listening = ''] = await command.waitFor('stderr', /listening=(\S+)/);
    url = listening;
    const hostile = createServer((asked, answer) => {
      const body = asked.url === '/copy' ? copy : '<!doctype html><title>elsewhere</title>';
      answer.setHeader('content-type', 'text/html').end(body);
    });
    elsewhere = (await serveHere(stage, hostile)).replace('127.0.0.1', 'localhost');
    inBrowser = await startBrowser(stage);
  });
  afterAll(() => stage.clear());

  async function signedIn(context: BrowserContext, session = ada): Promise<Page> {
    const value = await codec.encode(session);
    await context.addCookies([
      { name: 'VouchCookie', value, domain: '127.0.0.1', path: '/', sameSite: 'Lax' },
    ]);
    return context.newPage();
  }

  const textOf = (page: Page) => page.locator('body').innerText();

  /** The tokens that a text has whole. */
  const shownIn = (text: string) =>
    [ACCESS, REFRESH, idToken].filter((token) => text.replaceAll(/\s/g, '').includes(token));

  it('masks tokens, and shows them by its button', () =>
    inBrowser(async (context) => {
      const page = await signedIn(context);
      await page.goto(`${url}/inspect`);
      const masked = await textOf(page);
      expect(masked).toContain('ada@example.edu');
      expect(masked).toContain('verified');
      expect(shownIn(await page.content())).toEqual([]);
      await page.getByRole('button', { name: 'Show the tokens' }).click();
      await page.getByRole('link', { name: 'Mask the tokens again' }).waitFor();
      expect(shownIn(await textOf(page))).toEqual([ACCESS, REFRESH, idToken]);
      await page.getByRole('link', { name: 'Mask the tokens again' }).click();
      await page.getByRole('button', { name: 'Show the tokens' }).waitFor();
      expect(shownIn(await textOf(page))).toEqual([]);
    }));

  it('works without JavaScript', async () => {
    const browser = await launchChromium();
    try {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await signedIn(context);
      await page.goto(`${url}/inspect`);
      expect(await textOf(page)).toMatch(/in 3 h 59 min|in 4 h/);
      await page.getByRole('button', { name: 'Show the tokens' }).click();
      await page.getByRole('link', { name: 'Mask the tokens again' }).waitFor();
      expect(shownIn(await textOf(page))).toHaveLength(3);
    } finally {
      await browser.close();
    }
  });

  it('shows nothing to a script of its own origin', () =>
    inBrowser(async (context) => {
      const page = await signedIn(context);
      await page.goto(`${url}/openapi.json`);
      const got = await page.evaluate(async () => {
        const answer = await fetch('/inspect');
        return { status: answer.status, text: await answer.text() };
      });
      expect(got.status).toBe(400);
      expect(got.text).not.toContain('ada');
      // Also not with the very form of the page, had a script got at it.
      const other = await context.newPage();
      await other.goto(`${url}/inspect`);
      const form = await other.locator('input[name=form]').inputValue();
      const posted = await page.evaluate(async (token) => {
        const answer = await fetch('/inspect', {
          method: 'POST',
          body: new URLSearchParams({ form: token }),
        });
        return { status: answer.status, text: await answer.text() };
      }, form);
      expect(posted.status).toBe(400);
      expect(posted.text).not.toContain('ada');
      expect(shownIn(posted.text)).toEqual([]);
    }));

  it('is in no frame, of another site or its own', async () => {
    const browser = await launchChromium();
    try {
      const context = await browser.newContext();
      const page = await signedIn(context);
      for (const outer of [elsewhere, `${url}/openapi.json`]) {
        await page.goto(outer);
        await page.evaluate((source) => {
          const frame = document.createElement('iframe');
          frame.src = source;
          document.body.append(frame);
          return new Promise((resolve) => {
            frame.addEventListener('load', resolve);
          });
        }, `${url}/inspect`);
        for (const frame of page.frames().slice(1)) {
          const text = await frame.content();
          expect(text).not.toContain('ada@');
          expect(text).not.toContain('VouchCookie');
        }
        expect(page.frames()).toHaveLength(2);
      }
    } finally {
      await browser.close();
    }
  });

  it('reveals nothing by a form of another site', () =>
    inBrowser(async (context) => {
      const own = await signedIn(context);
      await own.goto(`${url}/inspect`);
      const form = await own.locator('input[name=form]').inputValue();
      const page = await context.newPage();
      await page.goto(elsewhere);
      await page.evaluate(
        ({ action, token }) => {
          const element = document.createElement('form');
          Object.assign(element, { method: 'post', action });
          const input = document.createElement('input');
          Object.assign(input, { name: 'form', value: token });
          element.append(input);
          document.body.append(element);
          element.submit();
        },
        { action: `${url}/inspect`, token: form },
      );
      await page.waitForURL(`${url}/inspect`);
      expect(await textOf(page)).toContain('Nothing is shown');
      expect(await page.content()).not.toContain('ada@');
      // A window that another site opened cannot be looked into.
      await page.goto(elsewhere);
      const [opened] = await Promise.all([
        context.waitForEvent('page'),
        page.evaluate((target) => {
          Object.assign(globalThis, { opened: window.open(target) });
        }, `${url}/inspect`),
      ]);
      await opened.getByText('ada@example.edu').first().waitFor();
      expect(await opened.evaluate(() => window.opener as unknown)).toBeNull();
      expect(
        await page.evaluate(() => (globalThis as unknown as { opened: Window }).opened.closed),
      ).toBe(true);
    }));

  it('shows hostile claims as text', () =>
    inBrowser(async (context) => {
      const page = await signedIn(context, {
        ...ada,
        username: HOSTILE.markup,
        customClaims: HOSTILE,
      });
      await page.goto(`${url}/inspect`);
      const title = await page.title();
      const text = (await textOf(page)).replaceAll('\n', ' ');
      expect(text).toContain(HOSTILE.markup);
      expect(text).toContain(HOSTILE.link);
      expect(text).toContain('\uFFFDgpj.exe\uFFFD');
      expect(text).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
      expect(
        await page.locator('main img, main script, main svg, main a[href^=javascript]').count(),
      ).toBe(0);
      await page.waitForTimeout(100);
      expect(await page.title()).toBe(title);
    }));

  it('is accessible in both colour schemes, and on a phone', () =>
    inBrowser(async (context) => {
      const page = await signedIn(context, {
        ...ada,
        customClaims: { ...HOSTILE, long: 'x'.repeat(300) },
      });
      await page.goto(`${url}/inspect`);
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      expect(await faultsOf(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      expect(await faultsOf(page, COLOURS)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await faultsOf(page)).toEqual([]);
      const overflow = () =>
        page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
      expect(await overflow()).toBe(0);
      await page.getByRole('button', { name: 'Show the tokens' }).click();
      await page.getByRole('link', { name: 'Mask the tokens again' }).waitFor();
      expect(await overflow()).toBe(0);
      expect(await faultsOf(page)).toEqual([]);
    }));

  // What is measured, and why: docs/decisions/0034-a-vouch-proxy-is-replaced-in-place.md.
  it('is small, and answers a person soon after it came', () =>
    inBrowser(async (context) => {
      const page = await signedIn(context);
      await page.addInitScript(pressOnceLoaded);
      const visit = async (address: string): Promise<readonly Moments[]> => {
        const moments: Moments[] = [];
        for (let run = 0; run < 12; run += 1) {
          await page.goto(address);
          moments.push(await momentsOf(page));
        }
        // The first may be of a process that has only just started, and counts for nothing.
        return moments.slice(1);
      };
      const html = (await (await page.goto(`${url}/inspect`))?.text()) ?? '';
      const bytes = Buffer.byteLength(html);
      copy = html.replace('</main>', `</main><script>${BLOCKING}</script>`);
      const own = await visit(`${url}/inspect`);
      const empty = await visit(elsewhere);
      const blocked = await visit(`${elsewhere}/copy`);
      const [mine, least, slow] = [own, empty, blocked].map((moments) =>
        Math.min(...moments.map(({ answers }) => Math.round(answers))),
      );
      // In turns, and the least of each: what other programs take of this machine only adds to it.
      const turns: (readonly [number, number])[] = [];
      for (let run = 0; run < 12; run += 1) {
        await page.goto(`${url}/inspect`);
        const { whole } = await momentsOf(page);
        await page.goto(elsewhere);
        turns.push([whole, (await momentsOf(page)).whole]);
      }
      const whole = Math.min(...turns.slice(1).map(([ofOwn]) => ofOwn));
      const wholeOfEmpty = Math.min(...turns.slice(1).map(([, ofEmpty]) => ofEmpty));
      process.stdout.write(
        `the inspector's page, the least of 11 visits each: ${bytes} bytes, answers a press ${mine} ms after its first byte (an empty page ${least} ms, itself with 200 ms of blocking script ${slow} ms); whole navigation until it is interactive: ${whole} ms (an empty page ${wholeOfEmpty} ms)\n`,
      );
      expect(bytes).toBeGreaterThan(5000);
      expect(bytes).toBeLessThan(60_000);
      expect(mine).toBeLessThan(100);
      // The measure sees what it is there for.
      expect(slow).toBeGreaterThan(200);
      expect(whole - wholeOfEmpty).toBeLessThan(100);
    }));
});

/** Keeps a page from answering for 200 ms. */
const BLOCKING = 'const end = performance.now() + 200; while (performance.now() < end);';

/** Milliseconds. */
interface Moments {
  /** From the first byte of the document until a press was handled, with style and layout done and all scripts run. */
  readonly answers: number;
  /** From the start of the navigation until the document is there. */
  readonly whole: number;
}

/** Runs in the page, before its own scripts: once all is loaded and laid out, something of it is pressed. */
function pressOnceLoaded(): void {
  addEventListener('load', () => {
    document.documentElement.getBoundingClientRect();
    setTimeout(() => {
      const pressed = document.querySelector<HTMLElement>('summary') ?? document.documentElement;
      pressed.addEventListener('click', () => {
        Object.assign(globalThis, { handledAt: performance.now() });
      });
      pressed.click();
    });
  });
}

async function momentsOf(page: Page): Promise<Moments> {
  await page.waitForFunction('globalThis.handledAt !== undefined');
  return page.evaluate(() => {
    const [timing] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const { handledAt } = globalThis as unknown as { handledAt: number };
    if (timing === undefined) throw new Error('no navigation was timed');
    return { answers: handledAt - timing.responseStart, whole: timing.domInteractive };
  });
}
