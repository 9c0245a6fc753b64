import { afterAll, expect, it } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { startGatewayNginx } from './support/gateway-proxies.ts';
import { startGatewayScene } from './support/gateway-scene.ts';
import { createStage } from './support/stage.ts';

// A provider that tells nothing in its ID tokens but who somebody is, as OpenID Connect Core 1.0 section 5.4 has it.

const stage = createStage();
afterAll(() => stage.clear());

describeWith(['nginx', 'openssl'], 'a provider that tells the email by UserInfo', () => {
  it('is asked once for a sign-in, and rules see what it tells', async () => {
    const scene = await startGatewayScene(stage, 'nginx', startGatewayNginx, {
      settings: () => ({ conformIdTokenClaims: true }),
    });
    const { site, provider } = scene;
    const browser = scene.browser();
    const { status, text } = await browser.open(`${site.appUrl}/admin/users`, 'alice');
    expect(status, text).toBe(200);
    expect(JSON.stringify(JSON.parse(text))).toContain('alice@example.com');
    expect((await browser.ask(`${site.appUrl}/`)).status).toBe(200);
    expect(provider.requests.filter((request) => request === 'GET /me')).toHaveLength(1);
    const bob = scene.browser();
    expect((await bob.open(`${site.appUrl}/admin/users`, 'bob')).status).toBe(403);
  });
});
