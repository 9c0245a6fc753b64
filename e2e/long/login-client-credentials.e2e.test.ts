import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStsStub, type StsStub } from '../support/clouds/sts-stub.ts';
import { browseAt } from '../support/login-place.ts';
import {
  CONFIDENTIAL_CLIENT,
  type SignInProvider,
  startSignInProvider,
} from '../support/sign-in-provider.ts';
import { createStage } from '../support/stage.ts';

const ROLE = 'arn:aws:iam::111122223333:role/server';

const stage = createStage();
afterAll(() => stage.clear());

describe('drawbridge login --client-credentials', () => {
  /** Takes the secret in the body alone, of which its document says nothing, and gives JWTs. */
  let strict: SignInProvider;
  let opaque: SignInProvider;
  let sts: StsStub;

  beforeAll(async () => {
    [strict, opaque, sts] = await Promise.all([
      startSignInProvider(stage, {
        refusesBasic: true,
        metadata: { token_endpoint_auth_methods_supported: undefined },
        ownAudience: 'api',
      }),
      startSignInProvider(stage),
      startStsStub(stage),
    ]);
    const subject = CONFIDENTIAL_CLIENT.id;
    await sts.trust({ role: 'server', issuer: strict.issuer, audience: 'api', subject });
  });

  async function machine({ issuer }: SignInProvider, secret = CONFIDENTIAL_CLIENT.secret) {
    const home = await stage.folder();
    const file = join(home, 'secret');
    await writeFile(file, secret, { mode: 0o600 });
    const env = {
      HOME: home,
      XDG_STATE_HOME: join(home, 'state'),
      AWS_ENDPOINT_URL_STS: sts.url,
      OIDC_DISCOVERY_URL: `${issuer}/.well-known/openid-configuration`,
      OIDC_CLIENT_ID: CONFIDENTIAL_CLIENT.id,
    };
    const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
      stage.run(args, { env: { ...env, ...more } });
    const start = (...args: readonly string[]) => stage.start(args, { env });
    return { file, run, start };
  }

  it('takes the command line of StsOidcDriver, and goes on by itself with what the provider took', async () => {
    const { run } = await machine(strict);
    const before = strict.requests.length;
    const { secret } = CONFIDENTIAL_CLIENT;
    const old = ['--client_credentials', '--client_secret', secret, '--role', ROLE];
    const { code, stdout, stderr } = await run(['login', ...old, '--debug']);
    expect([code, stderr]).toEqual([0, expect.stringContaining('--client-secret-file')]);
    expect(stdout).toContain(ROLE);
    expect(`${stdout}${stderr}`).not.toContain(secret);
    expect(stderr).not.toMatch(/eyJ/);
    const asked = () => strict.requests.slice(before).filter((line) => line === 'POST /token');
    // By Basic, then in the body.
    expect([asked().length, strict.grants('client_credentials')]).toEqual([2, 1]);

    const nobody = { OIDC_DISCOVERY_URL: '', OIDC_CLIENT_ID: '' };
    // Two minutes later: the token lives for one.
    const offset = join(await stage.folder(), 'offset');
    await writeFile(offset, '120000');
    const preload = fileURLToPath(new URL('../support/movable-clock.cjs', import.meta.url));
    const later = { NODE_OPTIONS: `--require "${preload}"`, CLOCK_OFFSET_FILE: offset };
    const renewed = await run(['login', 'token'], { ...nobody, ...later });
    expect([renewed.code, renewed.stderr]).toEqual([0, '']);
    expect([asked().length, strict.grants('client_credentials')]).toEqual([3, 2]);

    // By its name alone: the secret and how it is sent are kept.
    const again = await run(['login', '--profile', 'default'], nobody);
    expect([again.code, again.stderr]).toEqual([0, expect.not.stringContaining(secret)]);
    expect([asked().length, strict.grants('client_credentials')]).toEqual([4, 3]);

    const out = await run(['logout'], nobody);
    expect([out.code, out.stderr]).toEqual([0, expect.not.stringContaining('may live on')]);
    expect(strict.requests.slice(before)).toContain('POST /token/revocation');
  });

  it('sends the secret of a client by which a person signs in as the provider takes it, and keeps that', async () => {
    const { file, start } = await machine(strict);
    const before = strict.requests.length;
    const asked = () => strict.requests.slice(before).filter((line) => line === 'POST /token');
    // By Basic, then in the body; the next time in the body.
    for (const [flags, times] of [[['--client-secret-file', file], 2] as const, [[], 3] as const]) {
      const command = await start('login', '--port', '0', ...flags);
      await browseAt(strict, command);
      expect((await command.exited).code).toBe(0);
      expect([asked().length, strict.grants('authorization_code')]).toEqual([times, times - 1]);
    }
  });

  it('says that a secret is wrong, without showing it', async () => {
    const { file, run } = await machine(opaque, 'wrong-and-secret');
    const args = ['login', '--client-credentials', '--client-secret-file', file, '--role', ROLE];
    const { code, stdout, stderr } = await run([...args, '--debug']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('invalid_client');
    expect(stderr).toContain('Check the client identifier and its proof');
    expect(stderr).not.toContain('wrong-and-secret');
  });

  it('minds a provider whose access tokens AWS cannot read', async () => {
    const { file, run } = await machine(opaque);
    const args = ['login', '--client-credentials', '--client-secret-file', file, '--role', ROLE];
    const { code, stderr } = await run(args);
    expect(code).toBe(1);
    expect(stderr).toContain('an access token that is no JWT');
    expect(opaque.grants('client_credentials')).toBe(1);
  });
});
