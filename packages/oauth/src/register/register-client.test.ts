import { describe, expect, it } from 'vitest';
import { faultOf, json } from '../endpoint.fixture.ts';
import { registerClient, type RegistrationEndpoint } from './register-client.ts';

const redirectUris = ['http://127.0.0.1/callback', 'http://[::1]/callback'];
const request = { redirectUris, clientName: 'Drawbridge' };
const SECRET = 'registration-token-that-is-secret';
const MADE = {
  client_id: 'made-for-you',
  redirect_uris: [...redirectUris].reverse(),
  token_endpoint_auth_method: 'none',
  registration_client_uri: 'https://id.test/register/made-for-you',
  registration_access_token: SECRET,
};

function endpointOf(answer: () => Response, url = 'https://id.test/register') {
  const sent: Parameters<RegistrationEndpoint['fetch']>[1][] = [];
  const endpoint: RegistrationEndpoint = {
    url,
    async fetch(_, init) {
      sent.push(init);
      return answer();
    },
  };
  return { endpoint, sent };
}

const register = (members: object, status = 201) =>
  registerClient(endpointOf(() => json({ ...MADE, ...members }, status)).endpoint, request);

describe('an answer to a registration is refused', () => {
  it.each([
    ['without a client', { client_id: undefined }],
    ['with a client that would write to the terminal', { client_id: 'a\u001b[2J' }],
    ['with a client that is no text', { client_id: 5 }],
    ['with fewer redirect URIs', { redirect_uris: redirectUris.slice(1) }],
    ['with more of them', { redirect_uris: [...redirectUris, 'https://evil.test/callback'] }],
    ['with others', { redirect_uris: [redirectUris[0], 'http://localhost/callback'] }],
    ['without redirect URIs', { redirect_uris: undefined }],
    ['with a client that is not public', { token_endpoint_auth_method: 'client_secret_basic' }],
    ['with its management elsewhere', { registration_client_uri: 'https://evil.test/x' }],
    ['with its management over http', { registration_client_uri: 'http://id.test/x' }],
    ['with a management that is no text', { registration_client_uri: 5 }],
    ['with a token that ends a line', { registration_access_token: 'a\nb' }],
  ])('%s', async (_, members) => {
    expect((await faultOf(register(members), SECRET)).code).toBe('token_endpoint_invalid');
  });

  it('with a status that says that nothing was made', async () => {
    expect((await faultOf(register({}, 202), SECRET)).code).toBe('token_endpoint_invalid');
  });
});

describe('registerClient', () => {
  it.each([
    [
      'refuses',
      json({ error: 'invalid_redirect_uri', error_description: 'no loopback' }, 400),
      'token_endpoint_refused',
      'no loopback (invalid_redirect_uri)',
    ],
    [
      'wants a token for it',
      json({ error: 'invalid_token' }, 401),
      'token_endpoint_refused',
      'invalid_token',
    ],
    [
      'has no such endpoint',
      json({}, 404),
      'token_endpoint_wrong',
      'no client registration endpoint',
    ],
  ])('says where the provider %s', async (_, answer, code, why) => {
    const fault = await faultOf(registerClient(endpointOf(() => answer).endpoint, request));
    expect(fault).toMatchObject({ code, message: expect.stringContaining(why) as string });
  });

  it('asks nobody over http, nor when it is called off', async () => {
    const plain = endpointOf(() => json(MADE, 201), 'http://id.test/register');
    const fault = await faultOf(registerClient(plain.endpoint, request));
    expect(fault.code).toBe('token_endpoint_wrong');
    const reason = new Error('called off');
    const { endpoint, sent } = endpointOf(() => json(MADE, 201));
    const off = { ...request, signal: AbortSignal.abort(reason) };
    await expect(registerClient(endpoint, off)).rejects.toBe(reason);
    expect([...plain.sent, ...sent]).toEqual([]);
  });

  it('asks once for a public native client with all redirect URIs, and gives what is to be kept', async () => {
    const { endpoint, sent } = endpointOf(() => json(MADE, 201));
    const made = await registerClient(endpoint, { ...request, isDevice: true });
    expect(made).toEqual({
      clientId: 'made-for-you',
      redirectUris,
      management: { url: MADE.registration_client_uri, accessToken: SECRET },
    });
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      application_type: 'native',
      client_name: 'Drawbridge',
      grant_types: [
        'authorization_code',
        'refresh_token',
        'urn:ietf:params:oauth:grant-type:device_code',
      ],
      redirect_uris: redirectUris,
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    });
  });

  it('takes a client that cannot be managed, by status 200 too', async () => {
    const made = await register({ registration_client_uri: undefined }, 200);
    expect(made).toEqual({ clientId: 'made-for-you', redirectUris });
  });
});
