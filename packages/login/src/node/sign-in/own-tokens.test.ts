import type { HttpClient } from '@drawbridge/node';
import type { ClientAuthentication, Provider } from '@drawbridge/oauth';
import { createTestIssuer } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { ownTokens } from './own-tokens.ts';

const issuer = await createTestIssuer();
const JWT = await issuer.issue({ aud: 'api' });
const BY_BASIC: ClientAuthentication = {
  method: 'client_secret_basic',
  clientId: 'server',
  clientSecret: 'hidden',
};

/** Asks a provider that takes a client as told; `asked` is how the client proved itself each time. */
function ask({
  takes,
  refuses = { error: 'invalid_client' },
  named,
  gives = { access_token: JWT },
}: {
  readonly takes: 'basic' | 'body' | 'nothing';
  readonly refuses?: object;
  readonly named?: readonly string[];
  readonly gives?: object;
}) {
  const asked: string[] = [];
  const fetchToken = async (_: string, { headers, body }: RequestInit): Promise<Response> => {
    const isBasic = new Headers(headers).has('authorization');
    const by = isBasic ? 'basic' : String(body).includes('client_secret=hidden') ? 'body' : 'none';
    asked.push(by);
    return by === takes
      ? Response.json({ token_type: 'Bearer', ...gives })
      : Response.json(refuses, { status: 401 });
  };
  const http: Partial<HttpClient> = {
    tokens: () => fetchToken,
    documents: () => issuer.fetch,
  };
  const provider: Partial<Provider> = {
    issuer: issuer.issuer,
    discoveryUrl: `${issuer.issuer}/.well-known/openid-configuration`,
    jwksUri: `${issuer.issuer}/jwks.json`,
    tokenEndpoint: `${issuer.issuer}/token`,
    ...(named !== undefined && { clientMethods: named }),
  };
  const got = ownTokens({
    provider: provider as Provider,
    client: BY_BASIC,
    scope: 'openid',
    http: http as HttpClient,
  });
  return { got, asked };
}

describe('a client that is not taken', () => {
  it.each([
    ['by Basic alone, where the provider names that', ['client_secret_basic'], ['basic']],
    ['by Basic and the body, where it names neither', undefined, ['basic', 'body']],
  ])('has asked %s', async (_, named, wanted) => {
    const { got, asked } = ask({ takes: 'nothing', ...(named && { named }) });
    await expect(got).rejects.toMatchObject({
      code: 'token_endpoint_refused',
      message: expect.not.stringContaining('hidden') as string,
    });
    expect(asked).toEqual(wanted);
  });

  it('is not tried another way where its proof is not what was wrong', async () => {
    const { got, asked } = ask({ takes: 'body', refuses: { error: 'invalid_scope' } });
    await expect(got).rejects.toMatchObject({ code: 'token_endpoint_refused' });
    expect(asked).toEqual(['basic']);
  });
});

it.each([undefined, ['client_secret_post', 'client_secret_basic']])(
  'tries the body once where the document says %j, and tells by what it was taken',
  async (named) => {
    const { got, asked } = ask({ takes: 'body', ...(named && { named }) });
    const { tokens, client } = await got;
    expect(asked).toEqual(['basic', 'body']);
    expect(client).toEqual({ ...BY_BASIC, method: 'client_secret_post' });
    expect(tokens.idToken).toBe(JWT);
  },
);

it('minds an access token that nobody but the provider can read', async () => {
  const { got } = ask({ takes: 'basic', gives: { access_token: 'opaque-and-secret' } });
  await expect(got).rejects.toMatchObject({
    code: 'sign_in_refused',
    message: expect.not.stringContaining('opaque-and-secret') as string,
    hint: expect.stringContaining('JWT access tokens') as string,
  });
});

it('takes an ID token of the client where there is one, and none of another', async () => {
  const idToken = await issuer.issue({ aud: 'server' });
  const { got } = ask({ takes: 'basic', gives: { access_token: 'opaque', id_token: idToken } });
  expect((await got).tokens.idToken).toBe(idToken);
  const other = await issuer.issue({ aud: 'other' });
  const wrong = ask({ takes: 'basic', gives: { access_token: 'opaque', id_token: other } });
  await expect(wrong.got).rejects.toMatchObject({ code: 'audience_mismatch' });
});
