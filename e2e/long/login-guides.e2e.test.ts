import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { finish } from '../support/command.ts';
import { readPage, tableRows } from '../support/documents.ts';
import { type Guide, openGuide } from '../support/guide.ts';
import { createLoginShell, type LoginShell } from '../support/login-shell.ts';
import { IMPLICIT_CLIENT, NATIVE_CLIENT, SIGNED_IN } from '../support/sign-in-provider.ts';
import { startSshd } from '../support/sshd.ts';
import { createStage } from '../support/stage.ts';

// The guides of a sign-in, word by word: the names in them are those of a provider and of a stub of AWS on loopback.

const stage = createStage();
afterAll(() => stage.clear());

const LISTED = /^2026-11-26 .* reports$/m;
const WHO = 'aws sts get-caller-identity';
const IDENTITY = 'assumed-role/developer/alice@example.com';

describeWith(['awscli', 'openssh-server'], 'the guides of a sign-in', () => {
  let place: LoginShell;
  /** Of the person who has signed in. */
  let home: string;
  let login: Guide;
  let agent: Guide;

  beforeAll(async () => {
    const { config } = await startSshd(stage);
    const hosts = join(await stage.folder(), 'ssh_config');
    const far = await readFile(config, 'utf8');
    await writeFile(hosts, far.replace('Host far', 'Host build.example.com notebook.example.com'));
    place = await createLoginShell(
      stage,
      {
        roles: ['operator'],
        programs: { ssh: `exec /usr/bin/ssh -F '${hosts}' "$@"`, terraform: WHO },
      },
      ({ issuer }) => ({
        'https://id.example.com': issuer,
        'aws-cli': NATIVE_CLIENT,
        '123456789012': '111122223333',
      }),
    );
    home = await stage.folder();
    login = await openGuide('docs/login.md');
    agent = await openGuide('docs/login-agent.md');
  });

  test('sign in, and use the profile', async () => {
    const command = place.shell(home, login.take('login'));
    expect(await place.browse(command)).toContain('You are signed in');
    const { code, stdout, stderr } = await finish(command);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(LISTED);
  });

  test('sign in with the settings of a team', async () => {
    const team = await stage.folder();
    const file = join(team, 'drawbridge.yaml');
    const [text, redirect] = [login.take('config'), '  redirect: { ports: [0] }\n'];
    const names = `cat >'${file}' <<'.'\n${text}${redirect}.\n`;
    const lines = `${names}drawbridge login --role dev\n${WHO} --profile dev`;
    const command = place.shell(team, lines, { env: { DRAWBRIDGE_CONFIG: file } });
    await place.browse(command);
    const { stdout, stderr } = await finish(command);
    expect(stdout, stderr).toContain(IDENTITY);
  });

  test('roles of groups, and of a claim', async () => {
    const folder = await stage.folder();
    const file = join(folder, 'drawbridge.yaml');
    await writeFile(file, `version: 1\n${login.take('roles')}`);
    const { stdout, stderr } = await place.run(folder, 'drawbridge login roles', {
      env: { DRAWBRIDGE_CONFIG: file },
    });
    expect(stdout, stderr).toMatch(/dev .*role\/developer[^]*ops .*role\/operator/);
  });

  test('a token file, and a profile that takes it', async () => {
    const lines = login.take('token').trim();
    const fresh = lines.lastIndexOf('\n') + 1;
    // Debian's aws asks AWS itself for a profile of this kind, wherever it is told that its endpoints are.
    const look = 'aws configure get web_identity_token_file --profile dev-sdk';
    const { stdout, stderr } = await place.run(home, `${lines.slice(0, fresh)}${look}`);
    expect(stdout, stderr).toContain(join(home, '.aws/dev.token'));
    const kept = place.shell(home, `exec ${lines.slice(fresh)}`);
    await kept.waitFor('stderr', /Ctrl-C/);
    expect((await kept.stop('SIGINT')).code).toBe(0);
    expect(login.untaken()).toEqual([]);
  });

  test.each([
    ['one command', IDENTITY],
    ['a shell', IDENTITY],
  ])('the profile for %s', async (purpose, shown) => {
    const rows = tableRows(await readPage('docs/login.md'));
    const [, cell = ''] = rows.find(([first]) => first === purpose) ?? [];
    const line = purpose === 'a shell' ? `${cell.split(';')[0]}\n${WHO}` : cell;
    const { stdout, stderr } = await place.run(home, line);
    expect(stdout, stderr).toContain(shown);
  });

  test('an agent, for a shell and for a command, here and there', async () => {
    const [shell = '', command = '', forward = ''] = agent.take('agent').trim().split('\n');
    const env = { SHELL: '/bin/sh' };
    const inside = await place.run(home, shell, { env, stdin: `${WHO}\n` });
    expect(inside.stdout, inside.stderr).toContain(IDENTITY);
    const listed = await place.run(home, command);
    expect(listed.stdout, listed.stderr).toMatch(LISTED);
    const there = await place.run(home, forward, {
      stdin: 'test -n "$AWS_CONTAINER_CREDENTIALS_FULL_URI" && echo "there: $AWS_REGION"\n',
    });
    expect(there.stdout, there.stderr).toContain('there: ');
  });

  test('a cell for a notebook', async () => {
    const held = place.shell(home, `exec ${agent.take('notebook')}`);
    await held.waitFor('stderr', /until Ctrl-C/);
    const cell = `${held.stdout()}
import urllib.request
request = urllib.request.Request(os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"])
request.add_header("Authorization", os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"])
print(urllib.request.urlopen(request).read().decode())`;
    const { stdout, stderr } = await stage.shell('exec python3 -', { stdin: cell });
    expect(stdout, stderr).toContain('"AccessKeyId":"ASIA');
    expect((await held.stop('SIGINT')).code).toBe(0);
    expect(agent.untaken()).toEqual([]);
  });
});

describeWith(['awscli'], 'the command lines of StsOidcDriver, after the alias', () => {
  let place: LoginShell;
  let guide: Guide;
  let alias: string;

  beforeAll(async () => {
    place = await createLoginShell(stage, { roles: ['youroidcrole'] }, ({ issuer }) => ({
      'https://auth.example.com': issuer,
      your_client_id: NATIVE_CLIENT,
      your_implicit_client: IMPLICIT_CLIENT,
    }));
    const { issuer } = place.provider;
    const audience = IMPLICIT_CLIENT;
    await place.sts.trust({ role: 'implicitrole', issuer, audience, subject: SIGNED_IN });
    guide = await openGuide('docs/migrate/sts-oidc-driver.md');
    alias = guide.take('alias');
  });

  const CLIENT = '--client_id "your_client_id"';
  const URL = '--openid_url "https://auth.example.com/"';
  const ROLE = '--role "arn:aws:iam::111122223333:role/youroidcrole"';
  const VARIABLES = `export OIDC_DISCOVERY_URL="https://auth.example.com/"
export OIDC_CLIENT_ID="your_client_id"
export AWS_ROLE_ARN="arn:aws:iam::111122223333:role/youroidcrole"
`;

  /** What is done, and how it is written for StsOidcDriver. */
  const LINES: readonly (readonly [string, string])[] = [
    ['variables', `${VARIABLES}stsoidcdriver`],
    ['parameters', `stsoidcdriver ${CLIENT} ${URL} ${ROLE}`],
    ['parameters, with --debug', `stsoidcdriver --debug ${CLIENT} ${URL} ${ROLE}`],
  ];

  test.each(LINES)('%s', async (_, line) => {
    const home = await stage.folder();
    const command = place.shell(home, `${alias}\n${line}\nunset AWS_ROLE_ARN\n${WHO}`);
    expect(await place.browse(command)).toContain('You are signed in');
    const { code, stdout, stderr } = await finish(command);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('assumed-role/youroidcrole/alice@example.com');
    expect(stderr).not.toMatch(/eyJ/);
    expect(stderr.includes('level=debug')).toBe(line.includes('--debug'));
  });

  test('parameters, with --implicit: the ID token comes by a form, and it is warned of', async () => {
    const home = await stage.folder();
    const client = '--client_id "your_implicit_client"';
    const role = ROLE.replace('youroidcrole', 'implicitrole');
    const line = `${alias}\nstsoidcdriver --implicit ${client} ${URL} ${role}\n${WHO}`;
    // A browser that is named is opened: nothing is pasted then, and a form can bring the answer.
    const command = place.shell(home, line, { env: { BROWSER: 'true' } });
    expect(await place.browseByForm(command)).toContain('You are signed in');
    const { code, stdout, stderr } = await finish(command);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('assumed-role/implicitrole/alice@example.com');
    expect(stderr).toMatch(/RFC 9700.*nothing renews it/);
    expect(stderr).not.toMatch(/eyJ/);
  });

  test('parameters without a client: one is registered, and kept', async () => {
    const home = await stage.folder();
    const role = ROLE.replace('youroidcrole', 'registered');
    const line = `${alias}\nstsoidcdriver ${role} ${URL}\n${WHO}`;
    const first = place.shell(home, line);
    expect(await place.browse(first)).toContain('cloud_refused');
    expect((await first.exited).code).toBe(1);
    // AWS is to trust the client, which nobody knew before.
    const [, audience = ''] = /client_id=([^&\s]+)/.exec(first.stderr()) ?? [];
    const { issuer } = place.provider;
    await place.sts.trust({ role: 'registered', issuer, audience, subject: SIGNED_IN });
    const second = place.shell(home, line);
    await place.browse(second);
    const { stdout, stderr } = await finish(second);
    expect(stdout, stderr).toContain('assumed-role/registered/alice@example.com');
    expect(place.provider.registrations()).toBe(1);
  });

  test('are all of the page', () => expect(guide.untaken()).toEqual([]));
});
