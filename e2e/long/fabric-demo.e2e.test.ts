import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { faultsOf } from '../support/accessibility.ts';
import { finish, start } from '../support/command.ts';
import { ROOT } from '../support/documents.ts';
import {
  cookieOf,
  curl,
  type Envelope,
  execute,
  type FabricDemo,
  picture,
  signIn,
  startFabricDemo,
  stepAt,
  STEPS,
} from '../support/fabric-demo.ts';
import { freePort } from '../support/free-port.ts';
import { type Guide, openGuide } from '../support/guide.ts';
import { launchChromium } from '../support/launch-chromium.ts';
import { createStage } from '../support/stage.ts';

// The demonstration as its README starts it: nginx with TLS, the configuration of Vouch Proxy read as it is, the inspector, the
// second service, and an OpenID provider in CILogon's place; a person in a real browser goes through it, and a program after that.

const COOKIE = 'fabric-service-alpha';
const ADA = '593dd0d3-cedb-4bc6-9522-a945da0a8a8e';

describeWith(['nginx', 'openssl', 'chromium', 'jq'], "FABRIC's demonstration", () => {
  const stage = createStage();
  let demo: FabricDemo;
  let readme: Guide;
  let page: Guide;
  /** Of a person who stays signed in. */
  let kept: string;

  beforeAll(async () => {
    readme = await openGuide('examples/fabric-demo/README.md');
    page = await openGuide('docs/vouch-cookie.md');
    demo = await startFabricDemo(stage);
  }, 90_000);
  afterAll(() => stage.clear());

  async function inBrowser(use: (context: BrowserContext, tab: Page) => Promise<void>) {
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

  /** What each step shows on the page to who is signed in there. */
  async function walk(
    tab: Page,
    show?: (step: string) => Promise<void>,
  ): Promise<readonly Envelope[]> {
    const shown: Envelope[] = [];
    for (const step of STEPS) {
      const { outcome, body } = await execute(tab, step);
      expect(outcome).toContain('200');
      shown.push(JSON.parse(body) as Envelope);
      await show?.(step);
    }
    return shown;
  }

  async function byCurl(cookie: string): Promise<readonly Envelope[]> {
    const answers = await Promise.all(STEPS.map((step) => curl(`${demo.site}/${step}`, cookie)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    return answers.map(({ body }) => body);
  }

  it('is started as its pages say', async () => {
    const manifest = JSON.parse(
      await readFile(join(ROOT, 'examples/fabric-demo/package.json'), 'utf8'),
    ) as { scripts: { start: string } };
    expect(manifest.scripts.start).toBe('node demo.js');
    expect(readme.take('start')).toBe('npm start\n');
    expect(page.take('start')).toMatch(
      /^cd examples\/fabric-demo\nexport VOUCH_JWT_SECRET=\S.*\nnpm start\n$/,
    );
    expect(demo.command.stdout()).not.toContain('WARNING');
    expect(demo.command.stderr()).not.toContain('WARNING');
  });

  it('says where to sign in, to a person and to a program', () =>
    inBrowser(async (_, tab) => {
      await tab.goto(`${demo.site}/ui/#/vouch-proxy/step1_encoded_vouch_cookie_get`);
      expect(await stepAt(tab, STEPS[0]).getAttribute('open')).not.toBeNull();
      const { outcome, body } = await execute(tab, STEPS[0]);
      expect(outcome).toContain('401');
      const refusal = {
        errors: [{ details: `Login required: ${demo.site}/login`, message: 'Unauthorized' }],
        size: 1,
        status: 401,
        type: 'error',
      };
      expect(JSON.parse(body)).toEqual(refusal);
      await picture(tab, 'cookie-401', 740);
      expect(await curl(`${demo.site}/${STEPS[2]}`)).toEqual({ status: 401, body: refusal });
    }));

  it('shows a person who signed in all four steps, and curl the same by the cookie', () =>
    inBrowser(async (context, tab) => {
      await signIn(demo, tab, 'ada');
      expect(await faultsOf(tab)).toEqual([]);
      await picture(tab, 'cookie-steps', 710);
      const shown = await walk(tab, async (step) => {
        await stepAt(tab, step).evaluate((element) => element.scrollIntoView());
        await picture(tab, `cookie-${step.slice(0, 5)}`, step === STEPS[0] ? 470 : 640);
      });
      const [first, second, third, fourth] = shown.map(({ data }) => data?.[0] ?? {});
      expect(first).toEqual({
        cookie_name: COOKIE,
        cookie_value: expect.stringMatching(/^H4sIAAAAAAAA_/),
      });
      const claims = {
        sub: 'ada',
        iss: demo.issuer,
        aud: 'cilogon:/client_id/fabric-demo',
        email: 'ada@example.edu',
        name: 'Ada Example',
        given_name: 'Ada',
        family_name: 'Example',
      };
      expect(second).toEqual({
        aud: '127.0.0.1',
        exp: expect.any(Number),
        iss: 'Vouch',
        username: 'ada@example.edu',
        custom_claims: claims,
        p_access_token: expect.stringMatching(/./),
        p_id_token: expect.stringMatching(/^eyJ/),
        p_refresh_token: expect.stringMatching(/./),
      });
      expect(third).toEqual({
        access_token: second?.['p_access_token'],
        identity_token: expect.objectContaining({ ...claims, exp: expect.any(Number) }),
        refresh_token: second?.['p_refresh_token'],
      });
      expect(fourth).toEqual({
        aud: '127.0.0.1',
        exp: second?.['exp'],
        iss: 'Vouch',
        username: 'ada@example.edu',
        custom_claims: claims,
        cilogon_access_token: third?.['access_token'],
        cilogon_identity_token: third?.['identity_token'],
        cilogon_refresh_token: third?.['refresh_token'],
      });
      expect(shown.map(({ type }) => type)).toEqual([
        'vouch.cookie.encoded',
        'vouch.jwt.decoded',
        'cilogon.tokens',
        'vouch.jwt.fullydecoded',
      ]);
      // Keys of the provider were asked for: a token whose signature was not verified comes with a warning.
      expect(shown.map((answer) => Object.keys(answer).toSorted())).toEqual(
        Array.from({ length: 4 }, () => ['data', 'size', 'status', 'type']),
      );

      kept = await cookieOf(context, demo);
      expect(kept).toBe(`${COOKIE}=${String(first?.['cookie_value'])}`);
      expect(await byCurl(kept)).toEqual(shown);
    }));

  it('explains the cookie to who stays signed in', () =>
    inBrowser(async (context, tab) => {
      const [name = '', value = ''] = kept.split(/=(.*)/);
      await context.addCookies([{ name, value, url: demo.site }]);
      await tab.goto(`${demo.site}/inspect`);
      const text = await tab.locator('body').innerText();
      expect(text).toContain('ada@example.edu');
      expect(text).toContain('verified');
      await picture(tab, 'cookie-inspect');
    }));

  it('hands the cookie to curl, to the second service, and to drawbridge inspect', async () => {
    const env = { HERE: kept };
    const lines = readme.take('curl').replace(/'fabric-service-alpha=\S+'/, '"$HERE"');
    const steps = await stage.shell(demo.here(lines), { env });
    expect(JSON.parse(steps.stdout)).toMatchObject({ type: 'cilogon.tokens', status: 200 });

    const asked = await stage.shell(demo.here(readme.take('people')), {
      env: { COOKIE: kept },
    });
    expect(asked.stdout).toContain(`"uuid": "${ADA}"`);
    expect(asked.stdout).toContain('"oidc_claim_sub"');
    expect((await curl(`${demo.people}/people`)).status).toBe(401);

    const inspected = await stage.run(['inspect', '-'], { stdin: kept });
    expect(inspected.code).toBe(0);
    expect(inspected.stdout).toContain('ada@example.edu');
  });

  it('can be taken apart by hand, as its guide does', async () => {
    const cwd = await stage.folder();
    const env = { COOKIE: kept, VOUCH_JWT_SECRET: demo.secret };
    const { code, stdout, stderr } = await stage.shell(page.take('hand'), { cwd, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const at = stdout.lastIndexOf('}') + 2;
    expect(JSON.parse(stdout.slice(0, at))).toMatchObject({ username: 'ada@example.edu' });
    const [own, signature, ...rest] = stdout.slice(at).split('\n');
    expect([signature, rest]).toEqual([own, ['']]);
    expect(own).toMatch(/^[\w-]{43}$/);
  });

  it('shows in its guide what drawbridge inspect says', async () => {
    const env = { COOKIE: kept, VOUCH_JWT_SECRET: demo.secret };
    const bin = await stage.folder();
    const command = join(ROOT, 'packages/cli/bin/drawbridge.js');
    await writeFile(
      join(bin, 'drawbridge'),
      `#!/bin/sh\nexec '${process.execPath}' '${command}' "$@"\n`,
      {
        mode: 0o755,
      },
    );
    const PATH = `${bin}:${process.env['PATH']}`;
    const said = await stage.shell(page.take('inspect'), { env: { ...env, PATH } });
    expect({ code: said.code, stderr: said.stderr }).toEqual({ code: 0, stderr: '' });
    const lines = said.stdout.split('\n').map(told);
    const excerpt = page.shown('text', 'username').trimEnd().split('\n');
    let from = 0;
    for (const line of excerpt.filter((each) => each !== '…')) {
      const at = lines.indexOf(told(line), from);
      expect(at, `${line}\n${said.stdout}`).toBeGreaterThanOrEqual(from);
      from = at + 1;
    }
  });

  it('carries a cookie that is too long for one', () =>
    inBrowser(async (context, tab) => {
      // What no compression makes small: it is in the claims, and thrice in the ID token.
      const person = randomBytes(330).toString('hex');
      await signIn(demo, tab, person);
      const cookie = await cookieOf(context, demo);
      const names = cookie.split('; ').map((pair) => pair.slice(0, pair.indexOf('=')));
      expect(names.toSorted()).toEqual([`${COOKIE}_1of2`, `${COOKIE}_2of2`]);
      await tab.reload();
      const shown = await walk(tab);
      expect(shown[1]?.data?.[0]).toMatchObject({ username: `${person.slice(0, 64)}@example.edu` });
      expect(await byCurl(cookie)).toEqual(shown);
      expect((await curl(`${demo.people}/people?person_name=ada`, cookie)).status).toBe(200);
      const inspected = await stage.run(['inspect', '-'], { stdin: cookie });
      expect(inspected.stdout).toContain('2 parts');
    }));

  /** Whom nginx is told of, in front of any app. */
  async function userOf(cookie: string): Promise<string | null> {
    const answer = await fetch(`${demo.vouch}/validate`, {
      headers: { cookie, host: new URL(demo.site).host },
    });
    return answer.headers.get('x-vouch-user');
  }

  it('signs out: the cookie is gone from the browser, and a copy of it is nobody', () =>
    inBrowser(async (context, tab) => {
      await signIn(demo, tab, 'bo');
      const copy = await cookieOf(context, demo);
      expect(await userOf(copy)).toBe('bo@example.edu');
      await tab.goto(`${demo.site}/logout`);
      await tab.waitForURL(`${demo.site}/ui/#`);
      expect(await cookieOf(context, demo)).toBe('');
      expect((await execute(tab, STEPS[0])).outcome).toContain('401');
      expect(await userOf(copy)).toBe('');
    }));

  it('is configured for CILogon as its README says', async () => {
    const folder = await stage.folder();
    const config = await readFile(join(ROOT, 'examples/fabric-demo/config.yml'), 'utf8');
    await writeFile(
      join(folder, 'config.yml'),
      config.replaceAll('http://127.0.0.1:9100', 'https://cilogon.org'),
    );
    await writeFile(join(folder, 'secret'), demo.secret);
    const lines = readme.take('cilogon').replaceAll('/etc/vouch/client-secret', 'secret');
    const [exported = '', command = ''] = lines
      .replaceAll('/etc/vouch/', '')
      .split('\ndrawbridge ');
    const env = Object.fromEntries(
      [...exported.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
    );
    expect(Object.keys(env)).toHaveLength(3);
    const gateway = await stage.start(command.trim().split(' '), {
      cwd: folder,
      env: { ...env, VOUCH_PORT: String(await freePort()) },
    });
    await gateway.waitFor('stderr', /gateway ready/);
  });

  it('has no block that nothing runs', () => {
    expect([...readme.untaken(), ...page.untaken()].map(({ text }) => text)).toEqual([]);
  });

  it('says what it misses, and starts nothing', async () => {
    const { port } = new URL(demo.site);
    const cwd = join(ROOT, 'examples/fabric-demo');
    const env = { PATH: '/nowhere', SITE_PORT: port, VOUCH_PORT: 'x' };
    const ended = await finish(start(process.execPath, ['demo.js'], { cwd, env }));
    expect([ended.code, ended.stdout]).toEqual([1, '']);
    expect(ended.stderr).toContain('openssl is not on PATH. Install it.\n');
    expect(ended.stderr).toContain(
      `Nothing can listen on port ${port} (EADDRINUSE). Name another one: SITE_PORT=…\n`,
    );
    expect(ended.stderr).toContain('VOUCH_PORT=…\n');
  });

  it('ends all that it started, and said no secret', async () => {
    const { command, site, people, secret, issuer } = demo;
    expect(await command.stop('SIGINT')).toEqual({ code: 0, signal: null });
    for (const url of [site, people, issuer]) {
      await expect(fetch(url)).rejects.toThrow('fetch failed');
    }
    const said = command.stdout() + command.stderr();
    expect(said).not.toContain(secret);
    expect(said).not.toContain(kept.slice(kept.length - 60));
  });
});

/** A line of the report without what differs from run to run: times, tokens and the port. */
function told(line: string): string {
  return line
    .replace(/ in \d+ (?:h|min)(?: \d+ min)?$/, ' in a while')
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?/g, 'TIME')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')
    .replaceAll(/\d+/g, '0')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
