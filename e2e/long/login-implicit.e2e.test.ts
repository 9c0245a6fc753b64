import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStsStub, type StsStub } from '../support/clouds/sts-stub.ts';
import { addressOf } from '../support/login-place.ts';
import { readPage } from '../support/read-page.ts';
import {
  IMPLICIT_CLIENT,
  NATIVE_CLIENT,
  type SignInProvider,
  SIGNED_IN,
  startSignInProvider,
} from '../support/sign-in-provider.ts';
import { createStage } from '../support/stage.ts';

/** Each provider is trusted by a role of its own. */
const roleOf = (issuer: string) => `of-${new URL(issuer).port}`;

const stage = createStage();
afterAll(() => stage.clear());

describe('drawbridge login --implicit', () => {
  let provider: SignInProvider;
  let plain: SignInProvider;
  let sts: StsStub;

  beforeAll(async () => {
    const metadata = { response_modes_supported: ['query', 'fragment'] };
    [provider, plain, sts] = await Promise.all([
      startSignInProvider(stage, { lifetime: { id: 9 } }),
      startSignInProvider(stage, { metadata }),
      startStsStub(stage),
    ]);
    for (const { issuer } of [provider, plain]) {
      const role = roleOf(issuer);
      await sts.trust({ role, issuer, audience: IMPLICIT_CLIENT, subject: SIGNED_IN });
    }
  });

  async function machine({ issuer }: SignInProvider) {
    const home = await stage.folder();
    const state = join(home, 'state');
    // A browser that is named is opened: nothing is pasted then.
    const env = {
      HOME: home,
      XDG_STATE_HOME: state,
      AWS_ENDPOINT_URL_STS: sts.url,
      BROWSER: 'true',
    };
    const role = `arn:aws:iam::111122223333:role/${roleOf(issuer)}`;
    const common = ['login', '--port', '0', '--issuer', issuer, '--role', role];
    const login = (...args: string[]) => stage.start([...common, ...args], { env });
    return { home, env, login };
  }

  it('takes an ID token alone by a form, is warned of, and is renewed by nothing', async () => {
    const { home, env, login } = await machine(provider);
    const command = await login('--implicit', '--client_id', IMPLICIT_CLIENT, '--debug');
    const address = await addressOf(command);
    const asked = new URL(address).searchParams;
    expect([asked.get('response_type'), asked.get('response_mode')]).toEqual([
      'id_token',
      'form_post',
    ]);
    const { action, fields } = await provider.signInByForm(address);
    // OAuth 2.0 Multiple Response Types 1.0: an ID token and nothing else.
    expect([...fields.keys()].toSorted()).toEqual(['id_token', 'state']);
    const forged = new URLSearchParams([...fields, ['state', 'x']]);
    expect((await fetch(action, { method: 'POST', body: forged })).status).toBe(400);
    const page = await readPage(await fetch(action, { method: 'POST', body: fields }));
    expect(page).toContain('alice@example.com');
    expect((await command.exited).code).toBe(0);
    expect(command.stderr()).toMatch(/RFC 9700.*nothing renews it/);
    expect(`${command.stdout()}${command.stderr()}`).not.toContain(fields.get('id_token'));
    expect(await readFile(join(home, '.aws/config'), 'utf8')).toContain('credential-process');
    // What lasts for less than ten seconds is handed out to nobody.
    const over = await stage.run(['login', 'token'], { env });
    expect(over.stderr).toContain('nothing to renew it with');
    expect(over.stderr).toContain('drawbridge login --profile default');
  });

  it('reads a fragment where the provider has no forms, and waits on after one that is forged', async () => {
    const { env, login } = await machine(plain);
    const command = await login('--implicit', '--client-id', IMPLICIT_CLIENT);
    const address = await addressOf(command);
    const back = new URL(await plain.signInByFetch(address));
    expect(back.search).toBe('');
    // Where the page that reads it posts it to.
    const handOn = new URL(back.origin + back.pathname);
    const post = async (fragment: string) => {
      const { url } = await fetch(handOn);
      return fetch(url, { method: 'POST', body: new URLSearchParams({ fragment }) });
    };
    const forged = new URLSearchParams(back.hash.slice(1));
    forged.set('state', 'forged');
    expect((await post(forged.toString())).status).toBe(400);
    expect(await readPage(await post(back.hash.slice(1)))).toContain('alice@example.com');
    expect((await command.exited).code).toBe(0);
    const access = await stage.run(['login', 'token', '--type', 'access'], { env });
    expect([access.code, access.stdout]).toEqual([2, '']);
    expect(access.stderr).toContain('no access token');
  });

  it('says what to do where the client has no such flow', async () => {
    const { login } = await machine(provider);
    const command = await login('--implicit', '--client-id', NATIVE_CLIENT);
    const address = await addressOf(command);
    const { action, fields } = await provider.signInByForm(address);
    const page = await readPage(await fetch(action, { method: 'POST', body: fields }));
    expect((await command.exited).code).toBe(1);
    for (const said of [page, command.stderr()]) expect(said).toContain('--authorization-code');
  });

  it('needs a client, and is one way alone', async () => {
    const { login } = await machine(provider);
    for (const [args, wanted] of [
      [['--implicit'], 'needs --client-id'],
      [['--implicit', '--device'], 'do not go together'],
      [['--implicit', '--client_credentials'], 'do not go together'],
    ] as const) {
      const command = await login(...args);
      expect((await command.exited).code).toBe(2);
      expect(command.stderr()).toContain(wanted);
    }
  });
});
