import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { finish, type RunningCommand, start } from './command.ts';
import { ROOT } from './documents.ts';
import { freePort } from './free-port.ts';
import { signInAs } from './person.ts';
import type { Stage } from './stage.ts';

export const STEPS = [
  'step1-encoded-vouch-cookie',
  'step2-decoded-vouch-jwt',
  'step3-decoded-cilogon-tokens',
  'step4-fully-decoded-jwt',
] as const;

/** What a step answers. */
export interface Envelope {
  readonly data?: readonly Readonly<Record<string, unknown>>[];
  readonly errors?: readonly object[];
  readonly size: number;
  readonly status: number;
  readonly type: string;
}

/** The demonstration under way, as `npm start` has it. */
export interface FabricDemo {
  readonly command: RunningCommand;
  /** Of nginx, without a slash at its end. */
  readonly site: string;
  /** Of the gateway in Vouch Proxy's place, which nginx asks. */
  readonly vouch: string;
  /** Of the second service. */
  readonly people: string;
  readonly issuer: string;
  /** What the cookies are signed with. */
  readonly secret: string;
  /** Its ports in the place of those that its pages name. */
  here(text: string): string;
}

/** Whether what is seen goes into the documentation. */
const IS_PICTURED = process.env['DRAWBRIDGE_PICTURES'] === '1';

/** Starts the demonstration on ports of its own, or for pictures on those of its pages, and waits until it may be opened. */
export async function startFabricDemo(stage: Stage): Promise<FabricDemo> {
  const secret = randomBytes(33).toString('base64');
  const [SITE_PORT = '', VOUCH_PORT = '', API_PORT = '', PEOPLE_PORT = '', PROVIDER_PORT = ''] =
    await Promise.all(
      ['8443', '9090', '5000', '8080', '9100'].map(async (port) =>
        IS_PICTURED ? port : String(await freePort()),
      ),
    );
  const env = { SITE_PORT, VOUCH_PORT, API_PORT, PEOPLE_PORT, PROVIDER_PORT };
  const command = start(process.execPath, ['demo.js'], {
    cwd: join(ROOT, 'examples/fabric-demo'),
    env: { ...env, VOUCH_JWT_SECRET: secret },
  });
  stage.later(() => command.stop());
  await command.waitFor('stdout', /Open https/, 60_000);
  return {
    command,
    site: `https://127.0.0.1:${SITE_PORT}`,
    vouch: `http://127.0.0.1:${VOUCH_PORT}`,
    people: `http://127.0.0.1:${PEOPLE_PORT}`,
    issuer: `http://127.0.0.1:${PROVIDER_PORT}`,
    secret,
    here: (text) =>
      text.replaceAll(':8443', `:${SITE_PORT}`).replaceAll(':8080', `:${PEOPLE_PORT}`),
  };
}

/** A step on the page. */
export const stepAt = (page: Page, step: string) => page.locator(`details[data-path$="/${step}"]`);

/** Executes a step on the page. @returns what the page says of the answer, and its body */
export async function execute(
  page: Page,
  step: string,
): Promise<{ outcome: string; body: string }> {
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

/** Signs a person in, and comes back to the steps. */
export async function signIn({ site }: FabricDemo, page: Page, person: string): Promise<void> {
  await page.goto(`${site}/login`);
  await signInAs(page, person);
  await page.waitForURL(`${site}/ui/#`);
}

/** What was signed in with, as curl takes it. The provider is of the same host, and its cookies are left out. */
export async function cookieOf(context: BrowserContext, { site }: FabricDemo): Promise<string> {
  const cookies = await context.cookies(site);
  return cookies
    .filter(({ name }) => name.startsWith('fabric-service-alpha'))
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
}

/** Asks by curl. Its `--cookie` leaves out what is too long, and says nothing. */
export async function curl(
  url: string,
  cookie?: string,
): Promise<{ status: number; body: Envelope }> {
  const sent = cookie === undefined ? [] : ['--header', `Cookie: ${cookie}`];
  const words = ['--silent', '--insecure', '--write-out', '\n%{http_code}', ...sent, url];
  const { stdout } = await finish(start('curl', words));
  const at = stdout.lastIndexOf('\n');
  return {
    status: Number(stdout.slice(at + 1)),
    body: JSON.parse(stdout.slice(0, at)) as Envelope,
  };
}

/**
 * Puts a picture of what is seen into the documentation, where pictures are wanted: with `DRAWBRIDGE_PICTURES=1`.
 *
 * @param name - without its ending
 * @param height - from the top, in pixels. Default: all that is seen
 */
export async function picture(page: Page, name: string, height?: number): Promise<void> {
  if (!IS_PICTURED) return;
  const folder = join(ROOT, 'docs/images');
  await mkdir(folder, { recursive: true });
  const { width = 0, height: all = 0 } = page.viewportSize() ?? {};
  const clip = { x: 0, y: 0, width, height: height ?? all };
  await page.screenshot({ path: join(folder, `${name}.png`), clip });
}
