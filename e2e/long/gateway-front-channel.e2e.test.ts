import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { startGatewayNginx } from '../support/gateway-proxies.ts';
import { CLIENT } from '../support/gateway-client.ts';
import { type GatewayScene, startGatewayScene } from '../support/gateway-scene.ts';
import { agreeToSignOut, signInAs } from '../support/person.ts';
import { type InBrowser, startBrowser } from '../support/real-browser.ts';
import { htmlReply, serveSite } from '../support/serve-site.ts';
import { createStage } from '../support/stage.ts';

// OpenID Connect Front-Channel Logout 1.0. oidc-provider has it no more, so the two pages of its sign-out are ours, with the
// frames that section 3 has a provider render; sessions and their `sid` are its own. The browser and the gateway are real.

/** What oidc-provider hands to who makes these pages. */
interface PageContext {
  readonly oidc: { readonly session?: { sidFor(client: string): string | undefined } };
  body: string;
}

describeWith(['nginx', 'openssl', 'chromium'], 'a sign-out in frames of a provider', () => {
  const stage = createStage();
  let scene: GatewayScene;
  let inBrowser: InBrowser;
  /** A second relying party, and what it was told. */
  let other: string;
  const told: string[] = [];
  /** A site of somebody else, and what its page has. */
  let evil: string;
  let framed = '';
  /** Of the last sign-out. */
  let sid = '';

  beforeAll(async () => {
    other = await serveSite(stage, '127.0.0.3', async ({ target }) => {
      told.push(target);
      return htmlReply('told');
    });
    evil = await serveSite(stage, '127.0.0.4', async () => htmlReply(framed));
    scene = await startGatewayScene(stage, 'nginx', startGatewayNginx, {
      // Or the tokens of the library have no `sid`.
      provider: { parameters: { claims: JSON.stringify({ id_token: { sid: null } }) } },
      settings: () => ({
        features: {
          claimsParameter: { enabled: true },
          devInteractions: { enabled: true },
          rpInitiatedLogout: {
            enabled: true,
            logoutSource(context: PageContext, form: string) {
              sid = context.oidc.session?.sidFor(CLIENT.id) ?? '';
              context.body = `${form}<button form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>`;
            },
            postLogoutSuccessSource(context: PageContext) {
              const addresses = [logoutAt(scene.site.authUrl, sid), logoutAt(other, sid)];
              context.body = `<h1>Bye</h1>${addresses.map(frame).join('')}`;
            },
          },
        },
      }),
    });
    inBrowser = await startBrowser(stage, scene.site);
  });
  afterAll(() => stage.clear());

  const frame = (url: string) => `<iframe src="${url.replaceAll('&', '&amp;')}"></iframe>`;
  const logoutAt = (origin: string, of: string) =>
    `${origin}/frontchannel-logout?${new URLSearchParams({ iss: scene.provider.issuer, sid: of })}`;

  async function signIn(page: Page, person: string): Promise<void> {
    await page.goto(`${scene.site.appUrl}/`);
    await signInAs(page, person);
    await page.waitForURL(`${scene.site.appUrl}/`);
  }

  /** Whether the app is shown, and no sign-in. */
  async function isIn(page: Page): Promise<boolean> {
    await page.goto(`${scene.site.appUrl}/`);
    return page.url() === `${scene.site.appUrl}/`;
  }

  it('ends that session, and no other of the same person', async () => {
    await inBrowser(async (elsewhere) => {
      const kept = await elsewhere.newPage();
      await signIn(kept, 'alice');
      await inBrowser(async (context) => {
        const page = await context.newPage();
        await signIn(page, 'alice');
        await page.goto(`${scene.provider.issuer}/session/end`);
        const answered = page.waitForResponse((response) =>
          response.url().startsWith(`${scene.site.authUrl}/frontchannel-logout?`),
        );
        await agreeToSignOut(page);
        await page.getByRole('heading', { name: 'Bye' }).waitFor();
        const answer = await answered;
        expect(answer.status()).toBe(200);
        // No cookie of ours comes into a frame of another site: `iss` and `sid` alone say which session it is.
        expect(await answer.request().allHeaders()).not.toHaveProperty('cookie');
        await answer.finished();
        await expect.poll(() => answer.frame().title()).toBe('Signed out');
        await expect.poll(() => told).toEqual([logoutAt('', sid)]);
        expect(await isIn(page)).toBe(false);
      });
      expect(await isIn(kept)).toBe(true);
    });
  });

  it('is no way for another site: it gets no frame, and ends nothing by what it knows', async () => {
    const { authUrl } = scene.site;
    framed = [logoutAt(authUrl, 'made-up'), `${authUrl}/frontchannel-logout`].map(frame).join('');
    const use = inBrowser(async (context) => {
      const page = await context.newPage();
      await signIn(page, 'alice');
      await page.goto(evil);
      expect(await isIn(page)).toBe(true);
    });
    await expect(use).rejects.toThrow(/frame-ancestors/);
  });
});
