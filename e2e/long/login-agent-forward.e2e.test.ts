import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { keepRoleLogin, type RoleLogin } from '../support/kept-login.ts';
import { startSshd, type TestSshd } from '../support/sshd.ts';
import { createStage } from '../support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

describeWith(['awscli', 'fish', 'openssh-server', 'zsh'], 'login agent forward', () => {
  let login: RoleLogin;
  let far: TestSshd;
  beforeAll(async () => {
    login = await keepRoleLogin(stage);
    far = await startSshd(stage);
  });

  const args = ({ config }: TestSshd, ...more: string[]) => [
    'login',
    'agent',
    'forward',
    'far',
    '--profile',
    'dev',
    '--data',
    login.data,
    '--ssh-config',
    config,
    ...more,
  ];
  const ask =
    'curl -sS -H "Authorization: $AWS_CONTAINER_AUTHORIZATION_TOKEN" "$AWS_CONTAINER_CREDENTIALS_FULL_URI"';

  test("the far side's aws is who signed in here", async () => {
    const who = ['/usr/bin/aws', 'sts', 'get-caller-identity', '--endpoint-url', login.sts.url];
    const { code, stdout, stderr } = await stage.run(args(far, '--', ...who));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ Arn: login.arn });
    expect(await readdir(far.temporary)).toEqual([]);
  });

  test('the exit code is that of the far command, whose words stay as they are', async () => {
    const line = 'printf "%s|" "$@"; exit 7';
    const { code, stdout } = await stage.run(
      args(far, '--', 'sh', '-c', line, 'sh', `it's "a" $HOME \\ word!`, 'b  c'),
    );
    expect([code, stdout]).toEqual([7, `it's "a" $HOME \\ word!|b  c|`]);
  });

  test.each(['fish', 'zsh'])('a far side whose login shell is %s', async (shell) => {
    const other = await startSshd(stage, [`ForceCommand ${shell} -c "$SSH_ORIGINAL_COMMAND"`]);
    const { code, stdout, stderr } = await stage.run(args(other, '--', 'sh', '-c', ask));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toHaveProperty('AccessKeyId');
    expect(await readdir(other.temporary)).toEqual([]);
  });

  test('the token is in no command line of either side at any time', async () => {
    const seen = new Set<string>();
    const watching = new AbortController();
    const watch = (async () => {
      while (!watching.signal.aborted) {
        for (const line of await commandLines()) seen.add(line);
        await wait(2);
      }
    })();
    const show = 'printf %s "$AWS_CONTAINER_AUTHORIZATION_TOKEN"; sleep 0.3';
    const { stdout: token } = await stage.run(args(far, '--', 'sh', '-c', show));
    watching.abort();
    await watch;
    expect(token).toMatch(/^[\w-]{43}$/);
    const lines = [...seen];
    // Both sides were seen.
    expect(lines.some((line) => line.startsWith('ssh\0-M\0'))).toBe(true);
    expect(lines.some((line) => line.startsWith('sh\0-c\0umask 077'))).toBe(true);
    expect(lines.filter((line) => line.includes(token))).toEqual([]);
  });

  test('a cell for a notebook works there as long as the line is held', async () => {
    const held = await stage.start(args(far, '--format', 'python'));
    await held.waitFor('stdout', /file\.read\(\)\n/);
    await held.waitFor('stderr', /until Ctrl-C/);
    const cell = `${held.stdout()}
import json, urllib.request
request = urllib.request.Request(os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"])
request.add_header("Authorization", os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"])
print(json.load(urllib.request.urlopen(request))["AccessKeyId"])`;
    const asked = await stage.shell('exec python3 -', { stdin: cell });
    expect(asked.stderr).toBe('');
    expect(asked.stdout).toMatch(/^ASIA/);
    expect((await held.stop('SIGINT')).code).toBe(0);
    expect(await readdir(far.temporary)).toEqual([]);
  });

  test('a process here that is killed leaves nothing there', async () => {
    const held = await stage.start(args(far, '--format', 'python'));
    await held.waitFor('stderr', /until Ctrl-C/);
    expect(await readdir(far.temporary)).toHaveLength(1);
    await held.stop('SIGKILL');
    await expect.poll(() => readdir(far.temporary), { timeout: 10_000 }).toEqual([]);
  });

  test('a server that forbids forwarding: it is said, and nothing is left', async () => {
    const closed = await startSshd(stage, ['AllowTcpForwarding no']);
    const { code, stdout, stderr } = await stage.run(args(closed, '--', 'echo', 'ran'));
    expect(stdout).toBe('');
    expect(code).not.toBe(0);
    expect(stderr).toContain('drawbridge: the other machine gives no port that leads here');
    expect(stderr).toContain('AllowTcpForwarding');
    expect(await readdir(closed.temporary)).toEqual([]);
  });

  test('a host that is an option of ssh is refused before anything is asked', async () => {
    const { code, stderr } = await stage.run([
      'login',
      'agent',
      'forward',
      '--profile',
      'dev',
      '--data',
      login.data,
      '--',
      '-oProxyCommand=touch here',
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('the host begins with a -');
  });
});

/** Of all processes, arguments with a NUL after each. */
async function commandLines(): Promise<readonly string[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  // One may have ended meanwhile.
  return Promise.all(
    processes.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')),
  );
}
