import { createVouchCodec } from '@drawbridge/oauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { vouchSession } from '../../packages/gateway/src/vouch/vouch-defaults.fixture.ts';
import { describeWith } from '../../tools/describe-with.ts';
import { COLOURS, faultsOf } from '../support/accessibility.ts';
import { type InBrowser, startBrowser } from '../support/real-browser.ts';
import { createStage } from '../support/stage.ts';

// The page of the inspector in a real browser, which holds its own policy: whatever breaks it is a failure.

const SECRET = 'a secret of 44 characters, which is enough..';
const IDS = [
  'step1_encoded_vouch_cookie_get',
  'step2_decoded_vouch_jwt_get',
  'step3_decoded_cilogon_tokens_get',
  'step4_fully_decoded_jwt_get',
] as const;

describeWith(['chromium'], "the inspector's page in a real browser", () => {
  const stage = createStage();
  let url: string;
  let value: string;
  let inBrowser: InBrowser;

  beforeAll(async () => {
    const args = ['serve', 'inspector', '--listen', '127.0.0.1:0', '--indent', '2'];
    const command = await stage.start(args, {
      env: { API_SERVER_URL: 'https://fabric.test', VOUCH_JWT_SECRET: SECRET },
    });
    const [, listening = ''] = await command.waitFor('stderr', /listening=(\S+)/);
    url = listening;
    value = await createVouchCodec({ keys: [{ secret: SECRET }] }).encode(
      vouchSession({
        username: 'ada@example.edu',
        customClaims: { name: '<img src=x onerror="document.title=1"></script>' },
        audience: '127.0.0.1',
        expiresAt: Math.floor(Date.now() / 1000) + 3600,
      }),
    );
    inBrowser = await startBrowser(stage);
  });
  afterAll(() => stage.clear());

  const step = (page: Page, id: string) => page.locator(`details[id="/vouch-proxy/${id}"]`);

  it('opens the step that the address names, and that alone', () =>
    inBrowser(async (context) => {
      const page = await context.newPage();
      for (const id of IDS) {
        await page.goto(`${url}/ui/#/vouch-proxy/${id}`);
        await expect.poll(() => step(page, id).getAttribute('open')).toBe('');
        await page.reload();
        await expect.poll(() => page.locator('details[open]').count()).toBe(1);
      }
      for (const odd of ['', '#', '#/', '#/vouch-proxy', '#/vouch-proxy/none', '#%', '#"><b>']) {
        await page.goto('about:blank');
        await page.goto(`${url}/ui/${odd}`);
        expect(await page.locator('details[open]').count()).toBe(0);
      }
      await page.goto(`${url}/ui?x=1`);
      expect(page.url()).toBe(`${url}/ui/`);
    }));

  it('asks by the keyboard alone, and shows the answer as text', () =>
    inBrowser(async (context) => {
      await context.addCookies([{ name: 'VouchCookie', value, url }]);
      const page = await context.newPage();
      await page.goto(`${url}/ui/`);
      const second = step(page, IDS[1]);
      await second.locator('summary').focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(`${url}/ui/#/vouch-proxy/${IDS[1]}`);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await second.getByText('Answered with status 200.').waitFor();
      const body = (await second.locator('.body').textContent()) ?? '';
      expect(JSON.parse(body)).toMatchObject({ type: 'vouch.jwt.decoded', status: 200 });
      expect(body).toContain('<img src=x');
      expect(await second.locator('pre *').count()).toBe(0);
      expect(await page.title()).toBe('What is in your cookie · Drawbridge');
      expect(await second.locator('.fields').textContent()).toContain('cache-control: no-store');
      expect(await second.locator('.curl').textContent()).toBe(
        `curl --cookie "$COOKIE" -H "accept: application/json" '${url}/step2-decoded-vouch-jwt'`,
      );
      expect(await faultsOf(page)).toEqual([]);
    }));

  it('says so where there is no cookie, or no answer', () =>
    inBrowser(async (context) => {
      const page = await context.newPage();
      await page.goto(`${url}/ui/#/vouch-proxy/${IDS[0]}`);
      const first = step(page, IDS[0]);
      const button = first.getByRole('button', { name: 'Execute' });
      await button.click();
      await first.getByText('401: your cookie is not there').waitFor();
      expect(await first.locator('.body').textContent()).toContain('Login required');
      expect(await page.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe(
        'https://fabric.test/login?url=https%3A%2F%2Ffabric.test%2Fui%2F',
      );
      await context.setOffline(true);
      await button.click();
      await first.getByText('No answer came.').waitFor();
      expect(await first.locator('.answer').isHidden()).toBe(true);
    }));

  it('is readable in both colour schemes, and on a phone', () =>
    inBrowser(async (context) => {
      const page = await context.newPage();
      await page.goto(`${url}/ui/#/vouch-proxy/${IDS[2]}`);
      await step(page, IDS[2]).getByRole('button', { name: 'Execute' }).click();
      await step(page, IDS[2]).getByText('401').first().waitFor();
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      expect(await faultsOf(page, COLOURS)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await faultsOf(page)).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBe(0);
    }));
});
