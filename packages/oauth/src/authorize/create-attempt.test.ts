import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAttempt } from './create-attempt.ts';
import { judgeCallback } from './judge-callback.ts';

const provider = {
  issuer: 'https://id.test',
  discoveryUrl: 'https://id.test/.well-known/openid-configuration',
  jwksUri: 'https://id.test/jwks',
  authorizationEndpoint: 'https://id.test/auth?tenant=a&state=theirs',
  supportsS256: true,
  namesItself: true,
  responseModes: ['query', 'form_post'],
};
const request = {
  provider,
  clientId: 'app',
  redirectUri: 'http://127.0.0.1:6432/callback',
  scope: 'openid email',
};

async function begin(others: Partial<Parameters<typeof createAttempt>[0]> = {}) {
  const attempt = await createAttempt({ ...request, ...others });
  const sent = new URL(attempt.url).searchParams;
  const state = sent.get('state') ?? '';
  const answer = (members: Record<string, string>) =>
    attempt.judge(new URLSearchParams({ state, iss: provider.issuer, ...members }));
  return { attempt, sent, state, answer };
}

describe('judge', () => {
  it.each([
    ['no state', 'code=c&iss=https://id.test'],
    ['a wrong state', 'code=c&iss=https://id.test&state=other'],
    ['an error before a wrong state', 'error=access_denied&state=other&iss=https://id.test'],
  ])('is told of %s, and waits on', async (_, query) => {
    const { attempt, answer } = await begin();
    expect(attempt.judge(new URLSearchParams(query)).kind).toBe('foreign');
    expect(answer({ code: 'c' })).toEqual({ kind: 'code', code: 'c' });
  });

  it('refuses an answer of another provider, and one that does not say whose it is', async () => {
    const { attempt, state, answer } = await begin();
    expect(answer({ code: 'c', iss: 'https://evil.test' }).kind).toBe('foreign');
    expect(attempt.judge(new URLSearchParams({ state, code: 'c' })).kind).toBe('foreign');
  });

  it.each(['state', 'iss', 'code', 'error'])('refuses more than one %s', async (name) => {
    const { attempt, state } = await begin();
    const query = new URLSearchParams({ state, iss: provider.issuer, code: 'c' });
    query.append(name, query.get(name) ?? 'a');
    query.append(name, 'b');
    expect(attempt.judge(query).kind).toBe('foreign');
  });

  it('takes one answer, and no second', async () => {
    const { answer } = await begin();
    expect(answer({ code: 'c' }).kind).toBe('code');
    expect(answer({ code: 'c' }).kind).toBe('foreign');
  });

  it("shows the provider's words, without what is secret", async () => {
    const { state, answer } = await begin();
    const verdict = answer({ error: 'access_denied', error_description: `No\u001b[1m ${state}.` });
    if (verdict.kind !== 'refused') throw new Error(verdict.kind);
    expect(verdict.error).toBe('access_denied');
    expect(verdict.fault.code).toBe('sign_in_refused');
    expect(verdict.fault.message).not.toContain(state);
    expect(verdict.fault.message).not.toContain('\u001b');
  });

  it('never throws, and takes nothing without the state and the issuer', async () => {
    const { attempt, state } = await begin();
    const name = fc.constantFrom('state', 'iss', 'code', 'error', 'id_token', 'x');
    const value = fc.oneof(fc.constantFrom('c', provider.issuer, state.slice(1)), fc.string());
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
        expect(attempt.judge(new URLSearchParams(pairs)).kind).toBe('foreign');
      }),
    );
    const other = fc.string().filter((iss) => iss !== provider.issuer);
    fc.assert(
      fc.property(other, fc.string(), (iss, code) => {
        expect(attempt.judge(new URLSearchParams({ state, iss, code })).kind).toBe('foreign');
      }),
    );
  });
});

describe('judgeCallback', () => {
  it('judges an attempt that another process began, by what was kept of it', async () => {
    const { attempt, sent } = await begin();
    expect(sent.get('state')).toBe(attempt.state);
    const kept = { state: attempt.state, provider, flow: 'code' } as const;
    const of = (members: Record<string, string>) =>
      judgeCallback(new URLSearchParams({ iss: provider.issuer, code: 'c', ...members }), kept);
    expect(of({ state: attempt.nonce }).kind).toBe('foreign');
    expect(of({}).kind).toBe('foreign');
    expect(of({ state: attempt.state, iss: 'https://evil.test' }).kind).toBe('foreign');
    expect(of({ state: attempt.state })).toEqual({ kind: 'code', code: 'c' });
  });
});

describe('the URL', () => {
  it('keeps the query of the endpoint, but for what is ours', async () => {
    const { sent, state } = await begin();
    expect(sent.get('tenant')).toBe('a');
    expect(sent.getAll('state')).toEqual([state]);
    expect(sent.get('code_challenge_method')).toBe('S256');
    expect(state).toHaveLength(43);
  });

  it('has a state, nonce and verifier of its own each time', async () => {
    const [one, other] = [await begin(), await begin()];
    const secrets = [one, other].flatMap(({ state, attempt }) => [
      state,
      attempt.nonce,
      attempt.codeVerifier,
    ]);
    expect(new Set(secrets).size).toBe(6);
  });

  it('lets no extra parameter override ours', async () => {
    const { sent: usual } = await begin();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...usual.keys(), 'request'),
        fc.string(),
        async (name, value) => {
          if (name === 'tenant') return;
          await expect(begin({ extra: { [name]: value } })).rejects.toThrow(name);
        },
      ),
    );
    const { sent } = await begin({ extra: { audience: 'api' } });
    expect(sent.get('audience')).toBe('api');
  });

  it('asks an implicit sign-in for an ID token alone, as a form where there are such', async () => {
    const { sent, attempt } = await begin({ flow: 'implicit' });
    expect(sent.get('response_type')).toBe('id_token');
    expect(sent.has('code_challenge')).toBe(false);
    expect(attempt.responseMode).toBe('form_post');
    expect(sent.get('response_mode')).toBe('form_post');
    const others = [{ isPasted: true }, { provider: { ...provider, responseModes: ['fragment'] } }];
    for (const other of others) {
      const pasted = await begin({ flow: 'implicit', ...other });
      expect(pasted.attempt.responseMode).toBe('fragment');
      expect(pasted.sent.has('response_mode')).toBe(false);
    }
  });

  it('takes no code and no doubled token for the answer of an implicit sign-in, and tells of an access token that came along', async () => {
    const { attempt, answer, state } = await begin({ flow: 'implicit' });
    expect(answer({ code: 'c' }).kind).toBe('foreign');
    for (const name of ['id_token', 'access_token']) {
      const doubled = new URLSearchParams({ state, iss: provider.issuer, id_token: 'i' });
      doubled.append(name, 'a');
      doubled.append(name, 'b');
      expect(attempt.judge(doubled).kind).toBe('foreign');
    }
    for (const members of [{ error: 'access_denied' }, { error: 'e', id_token: 'i' }, {}]) {
      expect(attempt.judge(new URLSearchParams({ state, ...members })).kind).toBe('foreign');
    }
    const wrong = { state, iss: 'https://evil.test', id_token: 'i' };
    expect(attempt.judge(new URLSearchParams(wrong)).kind).toBe('foreign');
    const code = await begin();
    const beside = { state: code.state, code: 'c', id_token: 'i' };
    expect(code.attempt.judge(new URLSearchParams(beside)).kind).toBe('foreign');
    // The ID token says whose it is.
    const given = { state, id_token: 'i', access_token: 'a' };
    const verdict = attempt.judge(new URLSearchParams(given));
    expect(verdict).toEqual({ kind: 'idToken', idToken: 'i', accessToken: 'a' });
  });
});
