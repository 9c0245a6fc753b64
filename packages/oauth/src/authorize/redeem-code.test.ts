import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it, vi } from 'vitest';
import { Refusal } from '../read-answer.ts';
import type { TokenEndpoint } from '../token-endpoint.ts';
import { redeemCode, redeemPlainCode } from './redeem-code.ts';
import { redeemCodeForProfile } from './redeem-code-for-profile.ts';

const URL = 'https://id.test/token';
const CODE = 'PLANTED-code';
const VERIFIER = 'PLANTED-verifier';
const SECRET = 'PLANTED-secret';
const REDIRECT = 'https://app.test/callback';

/** An endpoint that gives one answer, and what was sent there. */
function endpointOf(answer: () => Response | Promise<Response>, url = URL) {
  const sent: { body: URLSearchParams; headers: Headers }[] = [];
  const fetch = vi.fn<TokenEndpoint['fetch']>(async (_, init) => {
    sent.push({
      body: new URLSearchParams(String(init.body)),
      headers: new Headers(init.headers),
    });
    return answer();
  });
  const endpoint: TokenEndpoint = { url, fetch };
  return { endpoint, fetch, sent };
}

const request = { code: CODE, clock: createTestClock() };
const proven = { ...request, redirectUri: REDIRECT, codeVerifier: VERIFIER };
const TOKENS = { access_token: 'a', token_type: 'bearer', expires_in: 60 };

/** Both ways to redeem a code. */
const WAYS = [
  ['redeemPlainCode', redeemPlainCode],
  ['redeemCodeForProfile', redeemCodeForProfile],
] as const;

describe.each(WAYS)('%s', (_, redeem) => {
  it.each<[string, string, () => Response]>([
    ['a refusal', 'token_endpoint_refused', () => refusal(400)],
    ['a refusal with the status of success', 'token_endpoint_refused', () => refusal(200)],
    ['a page', 'token_endpoint_invalid', () => new Response('<!doctype html>')],
    ['a list', 'token_endpoint_invalid', () => Response.json([TOKENS])],
    ['a member twice', 'token_endpoint_invalid', () => new Response('{"me":"a","me":"b"}')],
    ['404', 'token_endpoint_wrong', () => new Response(null, { status: 404 })],
    ['503', 'token_endpoint_unavailable', () => new Response(null, { status: 503 })],
    [
      'a redirect',
      'token_endpoint_wrong',
      () => new Response(null, { status: 307, headers: { location: 'https://else.test/' } }),
    ],
  ])('asks once, and takes %s for a fault without a secret in it', async (__, code, answer) => {
    const { endpoint, fetch } = endpointOf(answer);
    const client = {
      clientId: 'apps',
      method: 'client_secret_post',
      clientSecret: SECRET,
    } as const;
    const thrown = await redeem({ ...endpoint, client }, proven).catch((fault: unknown) => fault);
    expect(thrown).toMatchObject({ code });
    expect((thrown as Error).message).not.toContain('PLANTED');
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('says with which word it was refused', async () => {
    const { endpoint } = endpointOf(() => refusal(200));
    const thrown = await redeem(endpoint, request).catch((fault: unknown) => fault);
    expect((thrown as Error).cause).toBeInstanceOf(Refusal);
    expect((thrown as Error).cause).toMatchObject({ error: 'invalid_grant', status: 200 });
  });

  it('sends a code to no address that is not safe', async () => {
    for (const url of ['http://id.test/token', 'ftp://id.test/', 'nowhere']) {
      const { endpoint, fetch } = endpointOf(() => Response.json(TOKENS), url);
      await expect(redeem(endpoint, request)).rejects.toMatchObject({
        code: 'token_endpoint_wrong',
      });
      expect(fetch).not.toHaveBeenCalled();
    }
  });

  it('asks nothing once it is aborted', async () => {
    const { endpoint, fetch } = endpointOf(() => Response.json(TOKENS));
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(redeem(endpoint, { ...request, signal })).rejects.toThrow('gone');
    expect(fetch).not.toHaveBeenCalled();
  });

  it('sends what proves whose the code is', async () => {
    const { endpoint, sent } = endpointOf(() =>
      Response.json({ ...TOKENS, me: 'https://me.test/' }),
    );
    await redeem(endpoint, { ...proven, resource: 'urn:app' });
    expect(Object.fromEntries(sent[0]?.body ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: CODE,
      redirect_uri: REDIRECT,
      code_verifier: VERIFIER,
      resource: 'urn:app',
    });
    expect(sent[0]?.headers.get('accept')).toContain('application/json');
  });

  it('sends nothing that was not sent to the authorization endpoint either', async () => {
    const { endpoint, sent } = endpointOf(() =>
      Response.json({ ...TOKENS, me: 'https://me.test/' }),
    );
    await redeem(endpoint, request);
    expect(Object.fromEntries(sent[0]?.body ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: CODE,
    });
  });
});

describe('redeemPlainCode', () => {
  it('takes no answer without an access token', async () => {
    const { endpoint } = endpointOf(() => Response.json({ me: 'https://me.test/' }));
    await expect(redeemPlainCode(endpoint, request)).rejects.toMatchObject({
      code: 'token_endpoint_invalid',
    });
  });

  it('does without an ID token, which redeemCode does not', async () => {
    const { endpoint } = endpointOf(() => Response.json(TOKENS));
    expect(await redeemPlainCode(endpoint, request)).toMatchObject({ accessToken: 'a' });
    await expect(redeemCode(endpoint, proven)).rejects.toMatchObject({ code: 'sign_in_refused' });
  });
});

describe('redeemCodeForProfile', () => {
  it('gives the members as they are, and needs no token among them', async () => {
    const members = { me: 'https://me.test/', profile: { name: 'Me' } };
    const { endpoint } = endpointOf(() => Response.json(members));
    expect(await redeemCodeForProfile(endpoint, request)).toEqual(members);
  });
});

/** In words that repeat what was sent, as servers do. */
function refusal(status: number): Response {
  const words = `${CODE} ${VERIFIER} ${SECRET}`;
  return Response.json({ error: 'invalid_grant', error_description: words }, { status });
}
