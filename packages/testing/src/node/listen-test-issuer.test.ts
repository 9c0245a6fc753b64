import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { TEST_CLIENT } from '../issuer/test-clients.ts';
import { type ListeningIssuer, listenTestIssuer } from './listen-test-issuer.ts';

let issuer: ListeningIssuer | undefined;
afterEach(() => issuer?.close());

describe('listenTestIssuer', () => {
  it('serves over a socket what it serves in the process', async () => {
    issuer = await listenTestIssuer();
    const { issuer: address } = issuer;
    const document = await fetch(`${address}/.well-known/openid-configuration`);
    expect(await document.json()).toMatchObject({ issuer: address });
    const keys = createRemoteJWKSet(new URL(`${address}/jwks.json`));
    await jwtVerify(await issuer.issueAccess(), keys, { issuer: address });
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: TEST_CLIENT.clientId,
      client_secret: TEST_CLIENT.clientSecret,
    });
    const answer = await fetch(`${address}/token`, { method: 'POST', body });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect((await fetch(`${address}/elsewhere`)).status).toBe(404);
  });

  it('breaks connections while it is down', async () => {
    issuer = await listenTestIssuer();
    issuer.goDown();
    await expect(fetch(`${issuer.issuer}/jwks.json`)).rejects.toThrow(TypeError);
    issuer.comeUp();
    expect((await fetch(`${issuer.issuer}/jwks.json`)).status).toBe(200);
  });
});
