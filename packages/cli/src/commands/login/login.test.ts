import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochSeconds, systemClock } from '@drawbridge/core';
import { type ListeningIssuer, listenTestIssuer } from '@drawbridge/testing/node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../run.ts';
import { createTestTerminal, type TestRun, testRun } from '../../test-run.fixture.ts';

let issuer: ListeningIssuer;
let folder: string;
beforeEach(async () => {
  [issuer, folder] = await Promise.all([
    listenTestIssuer(),
    mkdtemp(join(tmpdir(), 'drawbridge-login-')),
  ]);
  discovery({});
});
afterEach(async () => {
  vi.restoreAllMocks();
  await issuer.close();
  await rm(folder, { recursive: true });
});

/** Has the document of the provider say something else. */
function discovery(members: object): void {
  const { issuer: at } = issuer;
  const body = {
    issuer: at,
    jwks_uri: `${at}/jwks.json`,
    authorization_endpoint: `${at}/auth`,
    token_endpoint: `${at}/token`,
    code_challenge_methods_supported: ['S256'],
    ...members,
  };
  issuer.answer('discovery', { body });
}

/** Has nobody wait longer than a second for an answer. */
function shortenPatience(): void {
  const real = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((time) => real(Math.min(time, 1_000)));
}

function login(...more: readonly string[]): readonly string[] {
  const provider = ['--issuer', issuer.issuer, '--client-id', 'app', '--port', '0'];
  return ['login', '--data', folder, ...provider, ...more];
}

/** Signs in; the browser comes back with what `answer` makes of the parameters that it was sent with. */
async function signIn(
  answer: (sent: URLSearchParams) => Promise<Record<string, string>>,
): Promise<TestRun & { readonly page: string }> {
  const terminal = createTestTerminal();
  const running = run(login(), terminal);
  await vi.waitFor(() => expect(terminal.text.stderr).toMatch(ADDRESS), { timeout: 10_000 });
  const [, address = ''] = ADDRESS.exec(terminal.text.stderr) ?? [];
  const sent = new URL(address).searchParams;
  const back = new URL(sent.get('redirect_uri') ?? '');
  back.search = String(
    new URLSearchParams({ state: sent.get('state') ?? '', ...(await answer(sent)) }),
  );
  const page = await (await fetch(back)).text();
  return { code: await running, ...terminal.text, page };
}
const ADDRESS = /^ {2}(http\S+)$/m;

/** What the token endpoint gives for a code, with an ID token that ends in so many seconds. */
async function gives(sent: URLSearchParams, seconds: number, members: object = {}): Promise<void> {
  const id_token = await issuer.issue({
    aud: 'app',
    nonce: sent.get('nonce'),
    exp: epochSeconds(systemClock) + seconds,
  });
  const tokens = { access_token: 'hidden-access', token_type: 'Bearer', expires_in: 60 };
  issuer.answer('token', {
    body: { ...tokens, refresh_token: 'hidden-refresh', id_token, ...members },
  });
}

describe('before a browser is opened, it ends over', () => {
  it.each<[string, () => void | Promise<void>, number, RegExp]>([
    ['a provider that is down', () => issuer.goDown(), 3, /cannot be reached|closed|reset/],
    [
      'a provider that does not answer',
      () => {
        shortenPatience();
        issuer.hold();
      },
      3,
      /did not answer within/,
    ],
    [
      'a document of another issuer',
      () => discovery({ issuer: 'https://other.test' }),
      3,
      /names "https:\/\/other\.test" as its issuer/,
    ],
    [
      'a document without a page to sign in at',
      () => discovery({ authorization_endpoint: undefined }),
      2,
      /names no authorization_endpoint/,
    ],
    [
      'a page that no browser may be sent to',
      () => discovery({ authorization_endpoint: 'file:///etc/passwd' }),
      3,
      /authorization_endpoint/,
    ],
  ])('%s', async (_, prepare, code, said) => {
    await prepare();
    const ended = await testRun(login());
    expect(ended).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringMatching(said) as string,
    });
    expect(ended.stderr).not.toMatch(ADDRESS);
  });

  it('a port at which nobody listens', async () => {
    await issuer.close();
    const { code, stderr } = await testRun(login());
    expect([code, stderr]).toEqual([3, expect.stringMatching(/ECONNREFUSED|refused/)]);
    expect(stderr).toContain(issuer.issuer);
  });

  it('a provider that takes no secret', async () => {
    discovery({ token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'] });
    const { code, stderr } = await testRun(login('--client_secret', 'hidden'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('none, private_key_jwt')]);
    expect(stderr).not.toContain('hidden');
  });
});

describe('once the browser is back, it says in the terminal and on the page', () => {
  it('what the provider said, and before that what it does not say of PKCE', async () => {
    discovery({ code_challenge_methods_supported: ['plain'] });
    const { code, stderr, page } = await signIn(async () => ({
      error: 'access_denied',
      error_description: '<b>not you</b>',
    }));
    expect(code).toBe(1);
    expect(stderr).toMatch(/PKCE, S256[^]*<b>not you<\/b>/);
    expect(page).toContain('&lt;b&gt;not you&lt;/b&gt;');
  });

  it.each<[string, (sent: URLSearchParams) => void | Promise<void>, number, RegExp]>([
    [
      'that the token endpoint does not answer',
      () => {
        shortenPatience();
        issuer.hold();
      },
      3,
      /did not answer within/,
    ],
    [
      'that there is no ID token',
      (sent) => gives(sent, 60, { id_token: undefined }),
      1,
      /without an ID token|no ID token|id_token/,
    ],
    ['that the ID token has expired', (sent) => gives(sent, -60), 1, /expired/],
    [
      'that the ID token is of another sign-in',
      () => gives(new URLSearchParams({ nonce: 'other' }), 60),
      1,
      /nonce/,
    ],
  ])('%s', async (_, prepare, code, said) => {
    const ended = await signIn(async (sent) => {
      await prepare(sent);
      return { code: 'hidden-code' };
    });
    expect(ended).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringMatching(said) as string,
    });
    expect(ended.page).toMatch(said);
    expect(`${ended.stderr}${ended.page}`).not.toMatch(/hidden-|eyJ/);
  });
});

it('a sign-in that is renewed without an ID token needs a person, and says by which command', async () => {
  // It is over, but for what clocks may differ by.
  const { code } = await signIn(async (sent) => {
    await gives(sent, -5);
    return { code: 'c' };
  });
  expect(code).toBe(0);
  issuer.answer('token', {
    body: { access_token: 'hidden-access', token_type: 'Bearer', refresh_token: 'hidden-next' },
  });
  const renewed = await testRun(['login', 'token', '--data', folder]);
  expect([renewed.code, renewed.stdout]).toEqual([1, '']);
  expect(renewed.stderr).toMatch(/without an ID token[^]*drawbridge login/);
  expect(renewed.stderr).not.toContain('hidden');
});
