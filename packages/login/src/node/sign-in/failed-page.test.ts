import { DrawbridgeError } from '@drawbridge/core';
import { createAttempt, type Provider } from '@drawbridge/oauth';
import { expect, it } from 'vitest';
import { failedPage } from './failed-page.ts';

it('shows what the provider says of itself as text, and not more than a little of it', async () => {
  const issuer = 'https://op.test';
  const provider: Partial<Provider> = { issuer, authorizationEndpoint: `${issuer}/authorize` };
  const { url, judge } = await createAttempt({
    provider: provider as Provider,
    clientId: 'laptop',
    redirectUri: 'http://127.0.0.1/callback',
    scope: 'openid',
  });
  const state = new URL(url).searchParams.get('state') ?? '';
  const said = `<script src="//x"></script> ${state} ${'call us now '.repeat(1000)}`;
  const verdict = judge(
    new URLSearchParams({ state, error: 'access_denied', error_description: said }),
  );
  if (verdict.kind !== 'refused') throw new Error(`it is ${verdict.kind}`);
  const { html } = failedPage(verdict.fault);
  expect(html).toContain('the provider refused: &lt;script src=');
  expect(html).not.toContain('<script');
  expect(html).not.toContain(state);
  expect(html.match(/call us now/g)?.length).toBeLessThan(30);
  expect(html).toContain('<code>sign_in_refused</code>');
});

it('sends nobody to the terminal for another run where the sign-in goes on', () => {
  const fault = new DrawbridgeError('token_endpoint_refused', { hint: 'Register a client.' });
  expect(failedPage(fault).html).toContain('Register a client.');
  expect(failedPage(fault).html).not.toContain('browser tab');
  const { html } = failedPage(fault, true);
  expect(html).toContain('tries once more, as another client: go on in the browser tab');
  expect(html).not.toMatch(/Register a client|Run the command again/);
});
