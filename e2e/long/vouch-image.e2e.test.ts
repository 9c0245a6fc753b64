import { once } from 'node:events';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVouchCodec } from '@drawbridge/oauth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommandOptions, finish, type RunningCommand, start } from '../support/command.ts';
import { ROOT } from '../support/documents.ts';
import { freePort } from '../support/free-port.ts';
import { createStage, type Stage } from '../support/stage.ts';

// No container engine is needed: what the image would run is run as a process, with the configuration of FABRIC's demonstration.

const PROGRAM = fileURLToPath(new URL('../../packages/cli/bin/vouch-proxy.js', import.meta.url));

let stage: Stage;
let root: string;
let port: number;
let running: RunningCommand[];

beforeEach(async () => {
  stage = createStage();
  root = await stage.folder();
  port = await freePort();
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((command) => command.stop('SIGKILL')));
  await stage.clear();
});

/** As the image starts it, but that it listens where no other machine reaches it. */
function run(args: readonly string[], env: CommandOptions['env'] = {}): RunningCommand {
  const own = { VOUCH_ROOT: root, VOUCH_LISTEN: '127.0.0.1', VOUCH_PORT: String(port), HOME: root };
  const command = start(process.execPath, [PROGRAM, ...args], { env: { ...own, ...env } });
  running.push(command);
  return command;
}

/** The `config.yml` of the demonstration, with values filled in. */
async function demo(secret: string | undefined, ...more: readonly string[]): Promise<void> {
  const lines = [
    'vouch:',
    '  logLevel: debug',
    ...more,
    '  allowAllUsers: true',
    '  publicAccess: true',
    '  post_logout_redirect_uris:',
    '    - https://127.0.0.1:8443/ui/#',
    '  jwt:',
    `    secret: ${secret ?? ''}`,
    '  cookie:',
    '    secure: false',
    '    domain: 127.0.0.1',
    '    name: fabric-service',
    '  headers:',
    '    jwt: X-Vouch-Token # VOUCH_HEADERS_JWT',
    '    querystring: access_token # VOUCH_HEADERS_QUERYSTRING',
    '    redirect: X-Vouch-Requested-URI # VOUCH_HEADERS_REDIRECT',
    '    claims: [aud, email, family_name, given_name, iss, name, oidc, sub, token_id]',
    '    idtoken: X-Vouch-IdP-IdToken',
    '    accesstoken: X-Vouch-IdP-AccessToken',
    '    refreshtoken: X-Vouch-IdP-RefreshToken',
    'oauth:',
    '  provider: oidc',
    '  client_id: cilogon:/client_id/1',
    '  client_secret: PLANTED-client-secret',
    '  auth_url: https://cilogon.org/authorize',
    '  token_url: https://cilogon.org/oauth2/token',
    '  user_info_url: https://cilogon.org/oauth2/userinfo',
    '  scopes:',
    '    - openid',
    '    - email',
    '    - profile',
    '  callback_url: https://127.0.0.1:8443/auth',
  ];
  await mkdir(join(root, 'config'), { recursive: true });
  await writeFile(join(root, 'config/config.yml'), `${lines.join('\n')}\n`);
}

const SECRET = Buffer.from('thirty-two bytes, and PLANTED ..').toString('base64');
const output = () => running.map((each) => each.stdout() + each.stderr()).join('\n');

describe('the entry point of deploy/vouch/Containerfile', () => {
  it('is the program that runs here', async () => {
    const file = await readFile(join(ROOT, 'deploy/vouch/Containerfile'), 'utf8');
    expect(file).toContain('/bin/vouch-proxy.js" /vouch-proxy');
    expect(file).toContain('\nENTRYPOINT ["/vouch-proxy"]\n');
    expect(file).toContain('\nENV VOUCH_ROOT=/\n');
  });

  it("serves by the demonstration's config.yml, and reads it anew, or keeps what it had", async () => {
    await demo(SECRET);
    const command = run([]);
    await command.waitFor('stderr', /gateway ready.*cookie=fabric-service.*provider=oidc/);
    const url = `http://127.0.0.1:${port}`;
    const healthy = await fetch(`${url}/healthcheck`);
    expect([healthy.status, await healthy.text()]).toEqual([200, '{ "ok": true }']);
    expect((await fetch(`${url}/validate`)).status).toBe(200);
    expect(await finish(run(['-healthcheck']))).toMatchObject({ code: 0, stderr: '' });

    await demo(SECRET, '  publicaccess: true');
    process.kill(command.pid, 'SIGHUP');
    await command.waitFor('stderr', /configuration not reloaded.*is given twice/);
    expect((await fetch(`${url}/validate`)).status).toBe(200);
    await demo(SECRET);
    await writeFile(
      join(root, 'config/config.yml'),
      (await readFile(join(root, 'config/config.yml'), 'utf8')).replace(
        'publicAccess: true',
        'publicAccess: false',
      ),
    );
    process.kill(command.pid, 'SIGHUP');
    await command.waitFor('stderr', /configuration reloaded.*changes=.?publicAccess/);
    expect((await fetch(`${url}/validate`)).status).toBe(401);

    expect(await command.stop()).toEqual({ code: 0, signal: null });
    expect(await finish(run(['--healthcheck']))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ECONNREFUSED'),
    });
    expect(output()).not.toContain('PLANTED');
    expect(output()).not.toContain(SECRET);
  });

  it('makes config/secret where nobody gives one, and serves at a socket file', async () => {
    await demo(undefined);
    const socket = join(root, 'v.sock');
    const env = { VOUCH_LISTEN: `unix:${socket}`, VOUCH_SOCKETMODE: '0660' };
    const command = run(['-port=1', '-loglevel', 'info'], env);
    await command.waitFor('stderr', /gateway ready.*unix:/);
    expect((await stat(socket)).mode & 0o777).toBe(0o660);
    const secret = await readFile(join(root, 'config/secret'), 'utf8');
    expect(Buffer.from(secret, 'base64')).toHaveLength(32);
    expect((await stat(join(root, 'config/secret'))).mode & 0o777).toBe(0o600);
    expect(await finish(run(['-healthcheck'], env))).toMatchObject({ code: 0 });
    expect(output()).not.toContain(secret);
  });

  it('refuses a weak secret, and shows the way to a better one; all faults at once', async () => {
    await demo('vouch-jwt-secret-goes-here', '  port: x');
    const { code, stderr } = await finish(run([], { VOUCH_PORT: '' }));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /vouch\.jwt\.secret \(.*config\.yml:\d+:5\) has less than 44 characters/,
    );
    expect(stderr).toContain('openssl rand -base64 32');
    expect(stderr).toContain('vouch.jwt.previousSecrets');
    expect(stderr).toContain('vouch.port');
    expect(stderr).not.toContain('goes-here');

    await demo('vouch-jwt-secret-goes-here');
    const command = run([], { VOUCH_JWT_ALLOWWEAKSECRET: 'true' });
    await command.waitFor('stderr', /a secret is weak[^]*gateway ready/);
  });

  it('is for all addresses where nobody says which, as the original', async () => {
    await demo(SECRET);
    // It finds its port taken, so that nothing listens there.
    const taken = createServer().listen(port, '127.0.0.1');
    await once(taken, 'listening');
    const { code, stderr } = await finish(run([], { VOUCH_LISTEN: '' }));
    taken.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`http://0.0.0.0:${port} (EADDRINUSE)`);
  });

  it('has the exit codes of the original', async () => {
    expect(await finish(run(['-version']))).toMatchObject({ code: 0, stderr: '' });
    expect(await finish(run(['-help']))).toMatchObject({ code: 1 });
    expect(await finish(run(['-nothing']))).toMatchObject({ code: 2 });
    expect(await finish(run(['-logtest']))).toMatchObject({ code: 0 });
    expect(await finish(run([]))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('vouch.domains is missing'),
    });
  });
});

describe('drawbridge serve gateway --vouch-config', () => {
  it('has a metrics listener, an audit and a log in JSON where they are configured', async () => {
    await demo(SECRET);
    const metrics = await freePort();
    const audit = join(root, 'audit.jsonl');
    const shared = join(root, 'drawbridge.yaml');
    await writeFile(
      shared,
      `version: 1
log: { format: json }
audit: { file: ${audit} }
metrics: { listen: '127.0.0.1:${metrics}' }
`,
    );
    const file = join(root, 'config/config.yml');
    const args = ['serve', 'gateway', '--vouch-config', file, '--config', shared];
    const command = await stage.start(args, { env: { VOUCH_PORT: String(port) } });
    await command.waitFor('stderr', /"gateway ready"/);
    const cookie = `fabric-service=${await createVouchCodec({ keys: [{ secret: SECRET }] }).encode({
      username: 'ann@example.com',
      customClaims: undefined,
      accessToken: undefined,
      idToken: undefined,
      refreshToken: undefined,
      audience: '127.0.0.1',
      expiresAt: undefined,
      issuer: 'Vouch',
    })}`;
    const url = `http://127.0.0.1:${port}/validate`;
    expect((await fetch(url, { headers: { cookie } })).status).toBe(200);
    expect(await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text()).toMatch(
      /^drawbridge_\w+\{.*part="gateway".*\} \d/m,
    );
    await expect
      .poll(() => readFile(audit, 'utf8'))
      .toMatch(/"decision":"granted".*ann@example\.com|ann@example\.com.*"decision":"granted"/);
    for (const line of command.stderr().trim().split('\n')) JSON.parse(line);
  });

  it('listens on this machine alone, and is no neighbour of a section gateway', async () => {
    await demo(SECRET);
    const file = join(root, 'config/config.yml');
    const args = ['serve', 'gateway', '--vouch-config', file];
    const command = await stage.start(args, { env: { VOUCH_PORT: String(port) } });
    await command.waitFor(
      'stderr',
      new RegExp(`gateway ready.*listening=http://127\\.0\\.0\\.1:${port}\\b`),
    );
    expect((await fetch(`http://127.0.0.1:${port}/healthcheck`)).status).toBe(200);

    const config = join(root, 'gateway.yaml');
    await writeFile(
      config,
      `version: 1
gateway:
  url: https://auth.example.com
  hosts: [app.example.com]
  trustedProxies: [127.0.0.1]
  providers: [{ name: corp, issuer: https://id.example.com, clientId: gateway }]
  rules: [{ name: people, match: {}, allow: signed-in }]
`,
    );
    const { code, stderr } = await stage.run([...args, '--config', config]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('section gateway')]);
  });
});
