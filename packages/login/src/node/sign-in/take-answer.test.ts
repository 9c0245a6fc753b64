import type { HttpClient } from '@drawbridge/node';
import type { Provider } from '@drawbridge/oauth';
import { createTestIssuer } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { accessTokenOf } from '../../kept/id-token-alone.ts';
import { takeAnswer } from './take-answer.ts';

const attempt = { nonce: 'ours', codeVerifier: 'unused' };

/** Takes the ID token of an implicit sign-in that says this. */
async function take(claims: object, accessToken?: string, isForged = false) {
  const issuer = await createTestIssuer();
  const signer = isForged ? await createTestIssuer({ freshKeys: true }) : issuer;
  const header = { kid: issuer.key().kid };
  const idToken = await signer.issue({ aud: 'app', nonce: 'ours', ...claims }, { header });
  const http: Partial<HttpClient> = { documents: () => issuer.fetch };
  const provider = { issuer: issuer.issuer, jwksUri: `${issuer.issuer}/jwks.json` };
  const given = { kind: 'idToken', idToken, ...(accessToken && { accessToken }) } as const;
  const taken = takeAnswer(given, attempt, {
    provider: provider as Provider,
    client: { method: 'none', clientId: 'app' },
    redirectUri: 'http://127.0.0.1/callback',
    http: http as HttpClient,
    signal: new AbortController().signal,
  });
  return { idToken, taken };
}

it.each([
  ['of another sign-in', { nonce: 'theirs' }, 'claim_invalid'],
  ['without a nonce', { nonce: undefined }, 'claim_invalid'],
  ['of another client', { aud: 'other' }, 'audience_mismatch'],
  ['of another provider', { iss: 'https://evil.test' }, 'issuer_unknown'],
  ['that has expired', { exp: 1 }, 'token_expired'],
])('takes no ID token %s', async (_, claims, code) => {
  await expect((await take(claims)).taken).rejects.toMatchObject({ code });
});

it('takes none that others signed, nor one with another access token than came along', async () => {
  const forged = await take({}, undefined, true);
  await expect(forged.taken).rejects.toMatchObject({ code: 'signature_invalid' });
  const swapped = await take({ at_hash: '77QmUPtjPfzWtF2AnpK9RQ' }, 'another');
  await expect(swapped.taken).rejects.toMatchObject({ code: 'token_mismatch' });
});

it('leaves the ID token alone: what came along is no access token of anybody', async () => {
  const { idToken, taken } = await take({}, 'came-along');
  const { tokens, token } = await taken;
  expect(tokens.idToken).toBe(idToken);
  expect(token.claim('nonce')).toBe('ours');
  expect(accessTokenOf(tokens)).toBeUndefined();
  expect(JSON.stringify(tokens)).not.toContain('came-along');
});

/** Takes a code as a confidential client, at a provider that takes none by Basic. */
async function redeem(error: string, clientMethods?: readonly string[]) {
  const issuer = await createTestIssuer();
  const asked: string[] = [];
  const idToken = await issuer.issue({ aud: 'app', nonce: 'ours' });
  const http: Partial<HttpClient> = {
    documents: () => issuer.fetch,
    tokens:
      () =>
      async (_, { headers, body }) => {
        const isBasic = new Headers(headers).has('authorization');
        asked.push(
          `${isBasic ? 'basic' : 'body'} ${new URLSearchParams(String(body)).get('code')}`,
        );
        return isBasic
          ? Response.json({ error }, { status: 401 })
          : Response.json({ access_token: 'a', token_type: 'Bearer', id_token: idToken });
      },
  };
  const provider = {
    issuer: issuer.issuer,
    discoveryUrl: `${issuer.issuer}/d`,
    jwksUri: `${issuer.issuer}/jwks.json`,
    tokenEndpoint: `${issuer.issuer}/token`,
    ...(clientMethods && { clientMethods }),
  };
  const taken = takeAnswer({ kind: 'code', code: 'the-code' }, attempt, {
    provider: provider as Provider,
    client: { method: 'client_secret_basic', clientId: 'app', clientSecret: 'hidden' },
    redirectUri: 'http://127.0.0.1/callback',
    http: http as HttpClient,
    signal: new AbortController().signal,
  });
  return { asked, taken };
}

it.each([
  ['where the code was refused', 'invalid_grant', undefined],
  ['where the provider names Basic alone', 'invalid_client', ['client_secret_basic']],
])('sends a code once %s', async (_, error, named) => {
  const { asked, taken } = await redeem(error, named);
  await expect(taken).rejects.toMatchObject({ code: 'token_endpoint_refused' });
  expect(asked).toEqual(['basic the-code']);
});

it.each([undefined, ['client_secret_basic', 'client_secret_post']])(
  'proves the client in the body where it is not taken by Basic and the document says %j',
  async (named) => {
    const { asked, taken } = await redeem('invalid_client', named);
    expect((await taken).client).toMatchObject({ method: 'client_secret_post' });
    expect(asked).toEqual(['basic the-code', 'body the-code']);
  },
);
