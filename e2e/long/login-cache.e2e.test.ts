import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { keepTestLogin } from '../support/kept-login.ts';
import { startScripted } from '../support/scripted-endpoint.ts';
import { createStage } from '../support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

const ROLE = 'arn:aws:iam::123456789012:role/deploy';
const STS = (expiration: string) => `<AssumeRoleWithWebIdentityResponse>
<AssumeRoleWithWebIdentityResult><Audience>laptop</Audience>
<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/deploy/ann</Arn><AssumedRoleId>AROA:ann</AssumedRoleId></AssumedRoleUser>
<Credentials><SessionToken>session-of-tests</SessionToken><SecretAccessKey>secret-of-tests</SecretAccessKey>
<Expiration>${expiration}</Expiration><AccessKeyId>ASIANEWEXAMPLE</AccessKeyId></Credentials>
</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;

/** A login whose ID token has expired, and its credentials too. @param left - seconds that these have yet */
async function expiredLogin(refresh: 'rotated' | 'none', left = -10) {
  const sts = await startScripted(stage, (_, response) => {
    response.setHeader('content-type', 'text/xml');
    response.end(STS(new Date(Date.now() + 3_600_000).toISOString()));
  });
  const aws = { role: ROLE, endpointUrl: sts.url.replace(/\/token$/, '') };
  const isRenewed = refresh === 'rotated';
  const login = await keepTestLogin(stage, { left: -10, isRenewed, aws, credentialsLeft: left });
  return { ...login, sts };
}

const command = (data: string) => ['credential-process', '--profile', 'dev', '--data', data];

it('fifty at once with expired credentials: one refresh, one call of STS, and all answer', async () => {
  const { data, issuer, sts } = await expiredLogin('rotated');
  const ended = await Promise.all(Array.from({ length: 50 }, () => stage.run(command(data))));
  expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(ended.map(() => [0, '']));
  const answers = ended.map(({ stdout }) => JSON.parse(stdout) as Record<string, unknown>);
  expect(new Set(answers.map(({ AccessKeyId }) => AccessKeyId))).toEqual(
    new Set(['ASIANEWEXAMPLE']),
  );
  expect(sts.requests).toHaveLength(1);
  expect(issuer.requests.token).toBe(1);
  // What is kept is answered without the configuration, which a file that is not there shows.
  const kept = await stage.run([...command(data), '--config=/nowhere/drawbridge.yaml']);
  expect(kept).toMatchObject({ code: 0, stdout: ended[0]?.stdout });
});

it('with nothing usable it ends within half a second, with the command to run and nothing on standard output', async () => {
  const { data, issuer, sts } = await expiredLogin('none');
  const taken = { ours: [] as number[], node: [] as number[] };
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    const { code, stdout, stderr } = await stage.run(command(data));
    taken.ours.push(performance.now() - start);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`Run: drawbridge login --profile dev --data ${data}`);
    const startOfNode = performance.now();
    await stage.shell(`"${process.execPath}" -e 0`);
    taken.node.push(performance.now() - startOfNode);
  }
  expect([sts.requests.length, issuer.requests.token, issuer.requests.discovery]).toEqual([
    0, 0, 0,
  ]);
  // By turns with a Node that does nothing, of which ten fit into half a second where a machine has time; the quickest of
  // each, for other tests run beside.
  expect(Math.min(...taken.ours)).toBeLessThan(8 * Math.min(...taken.node));
});

describe('a configuration that is not there to be read', () => {
  /** A pipe that nobody writes to: whoever opens it waits for ever. */
  async function pipe(): Promise<string> {
    const path = join(await stage.folder(), 'drawbridge.yaml');
    expect((await stage.shell(`mkfifo '${path}'`)).code).toBe(0);
    return path;
  }

  it('keeps nobody from what is kept, where the data folder is given', async () => {
    const { data } = await expiredLogin('none', 3600);
    const config = await pipe();
    const asked = [
      stage.run([...command(data), '--config', config]),
      stage.run(command(data), { env: { DRAWBRIDGE_CONFIG: config } }),
      stage.run(command('').slice(0, 3), {
        env: { DRAWBRIDGE_CONFIG: config, DRAWBRIDGE_DATA: data },
      }),
    ];
    for (const { code, stdout } of await Promise.all(asked)) {
      expect([code, stdout]).toEqual([0, expect.stringContaining('ASIAOLDEXAMPLE')]);
    }
  });

  it('is read where it alone says where the folder is', async () => {
    const { data } = await expiredLogin('none', 3600);
    const config = join(await stage.folder(), 'drawbridge.yaml');
    await writeFile(config, `version: 1\ndata: ${data}\n`);
    const { stdout } = await stage.run(['credential-process', '--profile=dev', '--config', config]);
    expect(stdout).toContain('ASIAOLDEXAMPLE');
  });
});

it('where no browser can be opened, --auto-login ends with the command to run, and waits for nobody', async () => {
  const { data, issuer, sts } = await expiredLogin('none');
  const { code, stdout, stderr } = await stage.run([...command(data), '--auto-login'], {
    env: { SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' },
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('nobody can be asked here, for this is an SSH session');
  expect(stderr).toContain(`Run: drawbridge login --profile dev --data ${data}`);
  expect([sts.requests.length, issuer.requests.token]).toEqual([0, 0]);
});

it('who signs out is not signed in any more, also without the provider', async () => {
  const { data, issuer } = await expiredLogin('rotated');
  const words = ['--profile', 'dev', '--data', data];
  expect((await stage.run(['whoami', ...words])).stdout).toContain('is renewed by itself');
  await issuer.close().catch(() => undefined);
  const out = await stage.run(['logout', ...words]);
  expect(out.code).toBe(0);
  expect(out.stdout).toContain('the refresh token may live on at');
  expect(out.stdout).not.toMatch(/refresh-[0-9a-f]{8}/);
  expect(await stage.run(command(data))).toMatchObject({ code: 1, stdout: '' });
});
