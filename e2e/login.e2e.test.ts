import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import type { StsStub } from './support/clouds/sts-stub.ts';
import { finish, start } from './support/command.ts';
import { addressOf, createLoginPlace, type LoginPlace } from './support/login-place.ts';
import {
  CONFIDENTIAL_CLIENT,
  NATIVE_CLIENT,
  type SignInProvider,
  SIGNED_IN,
} from './support/sign-in-provider.ts';
import { createStage } from './support/stage.ts';

const ROLE = 'arn:aws:iam::111122223333:role/developer';

const stage = createStage();
afterAll(() => stage.clear());

describeWith(['awscli'], 'drawbridge login', () => {
  let provider: SignInProvider;
  let sts: StsStub;
  let machine: LoginPlace['machine'];
  let browse: LoginPlace['browse'];

  beforeAll(async () => {
    ({ provider, sts, machine, browse } = await createLoginPlace(stage, { maxSession: 4 * 3600 }));
    const audience = CONFIDENTIAL_CLIENT.id;
    await sts.trust({ role: 'server', audience, issuer: provider.issuer, subject: SIGNED_IN });
  });

  const common = () => ['--issuer', provider.issuer, '--role', ROLE];

  it('leaves a profile that AWS’s own command line uses, and renews', async () => {
    const { home, env, file, login } = await machine();
    const command = await login(...common(), '--client-id', NATIVE_CLIENT, '--profile', 'dev');
    const page = await browse(command);
    const { code } = await command.exited;
    expect([code, command.stderr()]).toEqual([0, expect.stringContaining('must be registered')]);
    for (const said of [page, command.stdout()]) {
      expect(said).toContain('alice@example.com');
      expect(said).toContain(ROLE);
      expect(said).toContain(join(home, '.aws/config'));
    }
    expect(await file('config')).toMatch(
      /^\[profile dev\]\ncredential_process = \S+ \S+ credential-process --profile dev --data=\S+\n$/,
    );
    const aws = ['--profile', 'dev', '--endpoint-url', sts.url, 'sts', 'get-caller-identity'];
    const asked = await finish(start('/usr/bin/aws', [...aws, '--region', 'us-east-1'], { env }));
    expect(asked.stdout).toContain(`assumed-role/developer/alice@example.com`);
  });

  it('is repeated by its name alone, for as long a session as there was', async () => {
    const { login, file } = await machine();
    const before = sts.calls.length;
    const asked = () => sts.calls.slice(before).map(({ form }) => form.get('DurationSeconds'));
    const client = ['--client-id', NATIVE_CLIENT];
    const first = await login(...common(), ...client, '--profile', 'dev', '--duration', 'max');
    await browse(first);
    expect((await first.exited).code).toBe(0);
    expect(asked()).toEqual(['43200', '28800', '14400']);
    const again = await login('--profile', 'dev');
    expect(await browse(again)).toContain(ROLE);
    expect((await again.exited).code).toBe(0);
    expect(asked().slice(3)).toEqual(['14400']);
    // Nobody named a region, the first time or the second.
    expect(await file('config')).not.toContain('region');
  });

  it('has commands run with its credentials, and none hidden by others', async () => {
    const { env, login } = await machine();
    const command = await login(...common(), '--client-id', NATIVE_CLIENT, '--no-write');
    await browse(command);
    expect((await command.exited).code).toBe(0);
    const more = { ...env, AWS_ACCESS_KEY_ID: 'AKIAOTHER', AWS_PROFILE: '' };
    const show = ['sh', '-c', 'echo "$AWS_ACCESS_KEY_ID"; exit 7'];
    const ran = await stage.run(['exec', '--', ...show], { env: more });
    expect([ran.code, ran.stdout]).toEqual([7, expect.stringMatching(/^ASIA\w+\n$/)]);
    const printed = await stage.run(['env', '--format', 'fish'], { env: more });
    expect(printed.stdout).toContain(`set -gx AWS_ACCESS_KEY_ID '${ran.stdout.trim()}'`);
    const nobody = await stage.run(['exec', '--profile', 'none', '--', 'true'], { env });
    expect(nobody.code).toBe(1);
    expect(nobody.stderr).toContain('drawbridge login --profile none');
  });

  it('takes the command line of StsOidcDriver, its variables too, and writes keys to the file it names', async () => {
    const { home, env, file, login } = await machine({
      OIDC_CLIENT_ID: NATIVE_CLIENT,
      OIDC_DISCOVERY_URL: `${provider.issuer}/.well-known/openid-configuration`,
      AWS_ROLE_ARN: ROLE,
      DURATION_SECONDS: '900',
      AWS_REGION: 'eu-west-1',
    });
    const keys = join(home, 'keys');
    await writeFile(keys, '# mine\n[other]\naws_access_key_id = AKIAOTHER\n', { mode: 0o600 });
    const command = await login('--aws-config-file', keys, '--profile-to-update', 'old');
    await browse(command);
    expect((await command.exited).code).toBe(0);
    const written = await readFile(keys, 'utf8');
    expect(written).toMatch(/^# mine\n\[other\]\naws_access_key_id = AKIAOTHER\n/);
    expect(written).toMatch(/\[old\]\naws_access_key_id = ASIA/);
    expect((await stat(keys)).mode & 0o777).toBe(0o600);
    expect(await file('config')).toContain('region = eu-west-1');
    const last = sts.calls.findLast(({ form }) => form.get('Action') !== 'GetCallerIdentity');
    expect(last?.form.get('DurationSeconds')).toBe('900');
    expect(env['HOME']).toBe(home);
  });

  it('proves a confidential client by its secret, which is in no output', async () => {
    const { home, login } = await machine();
    const secret = join(home, 'secret');
    await writeFile(secret, CONFIDENTIAL_CLIENT.secret, { mode: 0o600 });
    const command = await login(
      ...common().with(3, ROLE.replace('developer', 'server')),
      '--client-id',
      CONFIDENTIAL_CLIENT.id,
      '--client-secret-file',
      secret,
      '--debug',
    );
    await browse(command);
    expect((await command.exited).code).toBe(0);
    expect(command.stderr()).toContain('login kept');
    expect(`${command.stdout()}${command.stderr()}`).not.toContain(CONFIDENTIAL_CLIENT.secret);
    expect(command.stderr()).not.toMatch(/eyJ|code=|code_verifier/);
  });

  it('signs in by a code of a device', async () => {
    const { login } = await machine();
    const command = await login(...common(), '--client-id', NATIVE_CLIENT, '--device');
    const [, address = ''] = await command.waitFor('stderr', /code in it: (\S+)/);
    expect(command.stderr()).toContain(`at ${new URL(provider.issuer).host} alone`);
    await provider.approveDevice(address);
    expect((await command.exited).code).toBe(0);
    expect(command.stdout()).toContain('alice@example.com');
  });

  it('waits on after a forged callback, and says in both places what AWS minds', async () => {
    const { login } = await machine();
    const role = ROLE.replace('developer', 'nobody');
    const command = await login(...common().with(3, role), '--client-id', NATIVE_CLIENT);
    const [, back = ''] = await command.waitFor('stderr', /comes back to (\S+),/);
    expect((await fetch(`${back}?error=access_denied&state=forged`)).status).toBe(400);
    const page = await browse(command);
    expect((await command.exited).code).toBe(1);
    expect(page).toContain('cloud_refused');
    expect(command.stderr()).toContain('sts:AssumeRoleWithWebIdentity');
    expect(command.stdout()).toBe('');
  });

  it('ends with 130 when it is called off, and says what is likely behind it', async () => {
    const { home, login } = await machine();
    const command = await login(...common(), '--client-id', NATIVE_CLIENT);
    await addressOf(command);
    expect((await command.stop('SIGINT')).code).toBe(130);
    expect(command.stderr()).toContain('was called off');
    await expect(stat(join(home, '.aws'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('asks for what it lacks, all at once, before anything is done', async () => {
    const { env } = await machine();
    const { code, stderr } = await stage.run(['login', '--max-age', 'x'], { env });
    expect(code).toBe(2);
    expect(stderr).toContain('--issuer');
    expect(stderr).toContain('--max-age');
  });
});
