import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { faultsOf } from '../support/accessibility.ts';
import { DRAWBRIDGE, finish, start } from '../support/command.ts';
import { ROOT } from '../support/documents.ts';
import { freePort } from '../support/free-port.ts';
import { launchChromium } from '../support/launch-chromium.ts';
import { signInAs } from '../support/person.ts';
import { createStage } from '../support/stage.ts';

// The demonstration as its README starts it: nginx with TLS, the configuration of Vouch Proxy read as it is, the inspector, and
// an OpenID provider in CILogon's place; a person in a real browser goes through it, and a program after that.

const run = promisify(execFile);
const COOKIE = 'fabric-service-alpha';
const STEPS = [
  'step1-encoded-vouch-cookie',
  'step2-decoded-vouch-jwt',
  'step3-decoded-cilogon-tokens',
  'step4-fully-decoded-jwt',
] as const;

/** Where pictures for the documentation are put, when they are wanted. */
const PICTURES =
  process.env['DRAWBRIDGE_PICTURES'] === undefined ? undefined : join(ROOT, 'docs/images');

describeWith(['nginx', 'openssl', 'chromium'], "FABRIC's demonstration", () => {
  const stage = createStage();
  let site: string;
  let issuer: string;

  beforeAll(async () => {
    const [SITE_PORT, VOUCH_PORT, API_PORT, PROVIDER_PORT] = await Promise.all(
      Array.from({ length: 4 }, async () => String(await freePort())),
    );
    const env = { SITE_PORT, VOUCH_PORT, API_PORT, PROVIDER_PORT } as Record<string, string>;
    const demo = start(process.execPath, ['demo.js'], {
      cwd: join(ROOT, 'examples/fabric-demo'),
      env: { ...env, PATH: `${process.env['PATH']}:/usr/sbin` },
    });
    stage.later(() => demo.stop());
    await demo.waitFor('stdout', /Open https/, 60_000);
    site = `https://127.0.0.1:${SITE_PORT}`;
    issuer = `http://127.0.0.1:${PROVIDER_PORT}`;
  }, 90_000);
  afterAll(() => stage.clear());

  async function inBrowser(use: (context: BrowserContext, page: Page) => Promise<void>) {
    const browser = await launchChromium();
    try {
      const context = await browser.newContext({
        ignoreHTTPSErrors: true,
        viewport: { width: 1000, height: 760 },
      });
      await use(context, await context.newPage());
    } finally {
      await browser.close();
    }
  }

  const stepAt = (page: Page, step: string) => page.locator(`details[data-path$="/${step}"]`);

  /** Executes a step on the page. @returns status and body, as they are shown */
  async function execute(page: Page, step: string): Promise<{ outcome: string; body: string }> {
    const operation = stepAt(page, step);
    if ((await operation.getAttribute('open')) === null) await operation.locator('summary').click();
    await operation.locator('[data-do=execute]').click();
    await operation.locator('.answer').waitFor();
    await operation.locator('[data-do=execute]:not([aria-busy])').waitFor();
    return {
      outcome: (await operation.locator('.outcome').textContent()) ?? '',
      body: (await operation.locator('.body').textContent()) ?? '',
    };
  }

  async function signIn(page: Page, person: string): Promise<void> {
    await page.goto(`${site}/login`);
    await signInAs(page, person);
    await page.waitForURL(`${site}/ui/#`);
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (PICTURES === undefined) return;
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  /** What was signed in with, as curl takes it. */
  async function cookieOf(context: BrowserContext): Promise<string> {
    const cookies = await context.cookies(site);
    return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  async function curl(path: string, ...args: readonly string[]) {
    const { stdout } = await run('curl', [
      '--silent',
      '--insecure',
      '--write-out',
      '\n%{http_code}',
      ...args,
      site + path,
    ]);
    const at = stdout.lastIndexOf('\n');
    return {
      status: Number(stdout.slice(at + 1)),
      body: JSON.parse(stdout.slice(0, at)) as {
        data?: readonly object[];
        errors?: readonly object[];
        size: number;
        status: number;
        type: string;
      },
    };
  }

  it('says where to sign in, to a person and to a program', async () => {
    await inBrowser(async (_, page) => {
      await page.goto(`${site}/ui/#/vouch-proxy/step1_encoded_vouch_cookie_get`);
      expect(await stepAt(page, STEPS[0]).getAttribute('open')).not.toBeNull();
      const { outcome, body } = await execute(page, STEPS[0]);
      expect(outcome).toContain('401');
      expect(JSON.parse(body)).toMatchObject({
        errors: [{ message: 'Unauthorized' }],
        size: 1,
        status: 401,
        type: 'error',
      });
      expect(body).toContain(`Login required: ${site}/login`);
      await picture(page, 'cookie-401');
    });
    expect(await curl(`/${STEPS[2]}`)).toMatchObject({ status: 401, body: { type: 'error' } });
  });

  it('shows a person who signed in all four steps, and curl the same by the cookie', async () => {
    await inBrowser(async (context, page) => {
      await signIn(page, 'ada');
      expect(await faultsOf(page)).toEqual([]);
      await picture(page, 'cookie-steps');
      const shown = new Map<string, { data: readonly Record<string, unknown>[]; type: string }>();
      for (const step of STEPS) {
        const { outcome, body } = await execute(page, step);
        expect(outcome).toContain('200');
        shown.set(step, JSON.parse(body) as never);
        await stepAt(page, step).scrollIntoViewIfNeeded();
        await picture(page, `cookie-${step.slice(0, 5)}`);
      }
      const [first, second, third, fourth] = STEPS.map((step) => shown.get(step)?.data[0] ?? {});
      expect(first).toMatchObject({
        cookie_name: COOKIE,
        cookie_value: expect.stringMatching(/^H4sIA/),
      });
      const claims = {
        sub: `${issuer}/users/ada`,
        email: 'ada@example.edu',
        name: 'Ada Example',
        given_name: 'Ada',
        family_name: 'Example',
      };
      expect(second).toMatchObject({
        aud: '127.0.0.1',
        iss: 'Vouch',
        username: 'ada@example.edu',
        custom_claims: claims,
        p_access_token: expect.any(String),
        p_refresh_token: expect.any(String),
      });
      expect(third).toMatchObject({
        identity_token: { ...claims, iss: issuer },
        refresh_token: second?.['p_refresh_token'],
      });
      expect(fourth).toMatchObject({
        cilogon_identity_token: { ...claims, iss: issuer },
        cilogon_access_token: second?.['p_access_token'],
      });
      expect([...shown.values()].map(({ type }) => type)).toEqual([
        'vouch.cookie.encoded',
        'vouch.jwt.decoded',
        'cilogon.tokens',
        'vouch.jwt.fullydecoded',
      ]);

      const cookie = await cookieOf(context);
      for (const step of STEPS) {
        const { status, body } = await curl(`/${step}`, '--cookie', cookie);
        expect({ status, body }).toEqual({ status: 200, body: shown.get(step) });
      }

      const inspected = await finish(
        start(process.execPath, [DRAWBRIDGE, 'inspect', '-'], { stdin: cookie }),
      );
      expect(inspected.code).toBe(0);
      expect(inspected.stdout).toContain('ada@example.edu');
    });
  });

  it('signs out, and the cookie is gone from the browser', async () => {
    await inBrowser(async (context, page) => {
      await signIn(page, 'bo');
      await page.goto(`${site}/logout`);
      await page.waitForURL(`${site}/ui/#`);
      expect(await context.cookies(site)).toEqual([]);
      const { outcome } = await execute(page, STEPS[0]);
      expect(outcome).toContain('401');
    });
  });
});
