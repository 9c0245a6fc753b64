import { DrawbridgeError } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { GITHUB_BAD_CODE, GITHUB_USER } from './documented-answers.fixture.ts';
import {
  ACCESS_TOKEN,
  ATTEMPT,
  CLIENT_SECRET,
  CODE,
  createStub,
  json,
  type StubAnswer,
  type StubOptions,
  TOKEN,
  tokens,
  USERINFO,
} from './vouch-provider.fixture.ts';

/** What no message and no log may have: secrets, and what is told of a person. */
const HIDDEN = [
  CLIENT_SECRET,
  ACCESS_TOKEN,
  CODE,
  ATTEMPT.state,
  ATTEMPT.nonce,
  ATTEMPT.codeVerifier,
  'ada',
];

async function refusal(name: Parameters<typeof createStub>[0], options: StubOptions) {
  const stub = await createStub(name, options);
  const thrown: unknown = await stub.provider.identify(CODE, ATTEMPT).then(
    () => new Error('nobody was refused'),
    (error: unknown) => error,
  );
  if (!(thrown instanceof DrawbridgeError)) throw thrown;
  const said = `${thrown.message} ${thrown.hint} ${String(thrown.cause)} ${stub.log.text()}`;
  for (const hidden of HIDDEN) expect(said.toLowerCase()).not.toContain(hidden);
  return { ...stub, fault: thrown };
}

const PAGE: StubAnswer = () =>
  new Response('<!doctype html><title>ada, sign in</title>', {
    headers: { 'content-type': 'text/html' },
  });
const HUGE: StubAnswer = () => new Response('x'.repeat(10 * 1024 * 1024));
const ELSEWHERE: StubAnswer = () =>
  new Response(null, { status: 302, headers: { location: 'https://evil.test/?x=ada' } });
const SLOW: StubAnswer = ({ signal }) =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });
const TWICE: StubAnswer = () =>
  new Response('{"sub":"1","username":"ada","username":"root"}', {
    headers: { 'content-type': 'application/json' },
  });

describe('a token endpoint', () => {
  it.each<[string, StubAnswer, string]>([
    ['that fails', json({ error: 'server_error' }, 500), 'token_endpoint_unavailable'],
    ['that answers a page', PAGE, 'token_endpoint_invalid'],
    ['that answers 10 MiB', HUGE, 'token_endpoint_invalid'],
    ['that redirects', ELSEWHERE, 'token_endpoint_wrong'],
    ['without an access token', json({ token_type: 'Bearer' }), 'token_endpoint_invalid'],
    ['with an empty one', tokens({ access_token: '' }), 'token_endpoint_invalid'],
    ['with a line end in it', tokens({ access_token: 'a\r\nb' }), 'token_endpoint_invalid'],
    ['with a list', tokens({ access_token: [ACCESS_TOKEN] }), 'token_endpoint_invalid'],
    ['with a key to prove', tokens({ token_type: 'DPoP' }), 'token_endpoint_invalid'],
    ['with an ID token that is none', tokens({ id_token: 'ada' }), 'token_endpoint_invalid'],
    ['that refuses', json({ error: 'invalid_grant' }, 400), 'token_endpoint_refused'],
  ])('%s lets nobody in', async (_, answer, code) => {
    const answers = { [TOKEN]: answer, [USERINFO]: json({ sub: '1', username: 'ada' }) };
    const { fault, requests } = await refusal('oidc', { answers });
    expect(fault.code).toBe(code);
    expect(requests.map(({ url }) => url)).toEqual([TOKEN]);
  });

  it('that is not there lets nobody in', async () => {
    expect((await refusal('oidc', { answers: {} })).fault.kind).toBe('upstream');
  });

  it('is not asked where no secret may go', async () => {
    const tokenUrl = 'http://id.example.com/token';
    const { requests } = await refusal('oidc', { given: { tokenUrl }, answers: {} });
    expect(requests).toEqual([]);
  });

  it('of GitHub refuses with the status of success', async () => {
    const tokenUrl = 'https://github.com/login/oauth/access_token';
    const { fault, requests } = await refusal('github', {
      given: { tokenUrl },
      answers: { [tokenUrl]: json(GITHUB_BAD_CODE) },
    });
    expect(fault).toMatchObject({ code: 'token_endpoint_refused', kind: 'token' });
    expect(fault.message).toContain('bad_verification_code');
    expect(requests).toHaveLength(1);
  });

  it('is asked once for a code that it does not know, and twice where it does not know the client', async () => {
    const seen: (string | undefined)[] = [];
    const answer: StubAnswer = (request) => {
      seen.push(request.headers['authorization'], request.body.get('client_secret') ?? undefined);
      return request.body.has('client_secret')
        ? tokens()(request)
        : json({ error: 'invalid_client' }, 401)(request);
    };
    const { provider, requests } = await createStub('oidc', {
      answers: { [TOKEN]: answer, [USERINFO]: json({ sub: '1', username: 'ada' }) },
    });
    await provider.identify(CODE, ATTEMPT);
    expect(seen).toEqual([expect.stringMatching(/^Basic /), undefined, undefined, CLIENT_SECRET]);
    await provider.identify('another-code', ATTEMPT);
    expect(requests.filter(({ url }) => url === TOKEN)).toHaveLength(3);
  });
});

describe('UserInfo', () => {
  it.each<[string, StubAnswer, string]>([
    ['that fails', json({ sub: '1', username: 'ada' }, 500), 'upstream_invalid'],
    ['that refuses', json({ sub: '1', username: 'ada' }, 401), 'upstream_invalid'],
    ['that answers a page', PAGE, 'upstream_invalid'],
    ['that answers 10 MiB', HUGE, 'token_endpoint_invalid'],
    ['that redirects', ELSEWHERE, 'upstream_invalid'],
    ['that answers a list', json([{ username: 'ada' }]), 'upstream_invalid'],
    ['that has a name twice', TWICE, 'upstream_invalid'],
    ['that names nobody', json({ sub: '1', name: 'Ada' }), 'claim_missing'],
    ['with a name that is no text', json({ sub: '1', username: ['ada'] }), 'claim_missing'],
    ['with a line end in the name', json({ sub: '1', username: 'ada\r\nx' }), 'claim_invalid'],
    ['with a name of 2,000', json({ sub: '1', username: 'a'.repeat(2000) }), 'claim_invalid'],
    [
      'with two emails in one',
      json({ sub: '1', email: 'ada@evil.test@example.com' }),
      'claim_missing',
    ],
    [
      'with an email that was not verified',
      json({ sub: '1', email: 'ada@example.com', email_verified: false }),
      'claim_invalid',
    ],
    [
      'with a name that is an email that was not verified',
      json({
        sub: '1',
        username: 'Ada@example.com',
        email: 'ada@example.com',
        email_verified: 'false',
      }),
      'claim_invalid',
    ],
  ])('%s lets nobody in', async (_, answer, code) => {
    const { fault } = await refusal('oidc', {
      answers: { [TOKEN]: tokens(), [USERINFO]: answer },
    });
    expect(fault.code).toBe(code);
  });

  it.each(['javascript:alert(1)', 'ada', 'https://root@ada.example.net/', 'https://a.test/#x'])(
    'of IndieAuth that is %j lets nobody in',
    async (me) => {
      const authUrl = 'https://indielogin.com/auth';
      const { fault } = await refusal('indieauth', {
        given: { authUrl },
        answers: { [authUrl]: json({ me }) },
      });
      expect(fault.code).toBe('claim_invalid');
    },
  );
});

describe('a provider that never answers', () => {
  it.each([
    ['the token endpoint', { [TOKEN]: SLOW }, 'token_endpoint_timeout'],
    ['UserInfo', { [TOKEN]: tokens(), [USERINFO]: SLOW }, undefined],
  ])('at %s is given up', async (_, answers, code) => {
    const { provider, requests } = await createStub('oidc', { answers, timeout: 5 });
    const given = provider.identify(CODE, ATTEMPT);
    await expect(given).rejects.toMatchObject(
      code === undefined ? { name: 'TimeoutError' } : { code },
    );
    expect(requests.at(-1)?.signal?.aborted).toBe(true);
  });

  it('for teams is given up', async () => {
    const { provider } = await createStub('github', {
      given: { authUrl: undefined, tokenUrl: undefined, userInfoUrl: undefined },
      teams: ['acme/core'],
      timeout: 5,
      answers: {
        'https://github.com/login/oauth/access_token': tokens(),
        'https://api.github.com/user': json(GITHUB_USER),
        'https://api.github.com/orgs/acme/teams/core/memberships/ada': SLOW,
      },
    });
    await expect(provider.identify(CODE, ATTEMPT)).rejects.toBeInstanceOf(DrawbridgeError);
  });
});
