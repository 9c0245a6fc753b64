import { generateKeyPairSync } from 'node:crypto';
import { createLogoutTokenCheck } from '@drawbridge/oauth';
import { expect, it } from 'vitest';
import { constructQuietly, importOidcProvider } from '../packages/dev/src/provider/quiet-import.ts';

const ISSUER = 'https://provider.test';

/** What oidc-provider has beside the part that the try-out system uses. */
interface WithClients {
  readonly Client: {
    find(id: string): Promise<{ backchannelLogout(sub: string, sid: string): Promise<void> }>;
  };
}

/** A provider with one client, and the logout tokens that it sent. */
async function startProvider(isSessionRequired: boolean) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const members = { kid: 'k', alg: 'ES256', use: 'sig' };
  const sent: URLSearchParams[] = [];
  const provider = constructQuietly(await importOidcProvider(), ISSUER, {
    clients: [
      {
        client_id: 'app',
        client_secret: 'not much of a secret',
        redirect_uris: ['https://auth.test/callback'],
        id_token_signed_response_alg: 'ES256',
        backchannel_logout_uri: 'https://auth.test/backchannel-logout',
        backchannel_logout_session_required: isSessionRequired,
      },
    ],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    features: { backchannelLogout: { enabled: true } },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), ...members }] },
    fetch: async (_: string, { body }: { readonly body: URLSearchParams }) => {
      sent.push(body);
      return new Response(null, { status: 200 });
    },
  } as never) as unknown as WithClients;
  const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), ...members }] };
  const body = new TextEncoder().encode(JSON.stringify(jwks));
  const check = createLogoutTokenCheck({
    provider: { issuer: ISSUER, jwksUri: `${ISSUER}/jwks` },
    clientId: 'app',
    fetchDocument: async () => ({ status: 200, body }),
  });
  return { provider, sent, check };
}

it.each([
  ['of a session', true, { sid: 'session-1', subject: 'alice' }],
  ['of a person', false, { subject: 'alice' }],
])('the logout token of oidc-provider %s is taken', async (_, isSessionRequired, wanted) => {
  const { provider, sent, check } = await startProvider(isSessionRequired);
  const client = await provider.Client.find('app');
  await client.backchannelLogout('alice', 'session-1');
  expect([...(sent[0]?.keys() ?? [])]).toEqual(['logout_token']);
  const token = await check.check(sent[0]?.get('logout_token') ?? '');
  expect(token).toMatchObject({ issuer: ISSUER, ...wanted });
  expect('sid' in token).toBe(isSessionRequired);
  // It lives for two minutes, and clocks may differ.
  expect(token.acceptedUntil - Date.now() / 1000).toBeGreaterThan(140);
});
