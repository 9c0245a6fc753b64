import { afterAll, expect, test } from 'vitest';
import { keepTestLogin } from './support/kept-login.ts';
import { startScripted } from './support/scripted-endpoint.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

const ROLE = 'arn:aws:iam::123456789012:role/deploy';
const STS = (expiration: string) => `<AssumeRoleWithWebIdentityResponse>
<AssumeRoleWithWebIdentityResult><Audience>laptop</Audience>
<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/deploy/ann</Arn><AssumedRoleId>AROA:ann</AssumedRoleId></AssumedRoleUser>
<Credentials><SessionToken>session-of-tests</SessionToken><SecretAccessKey>secret-of-tests</SecretAccessKey>
<Expiration>${expiration}</Expiration><AccessKeyId>ASIANEWEXAMPLE</AccessKeyId></Credentials>
</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;

/** A login whose ID token and credentials have expired. */
async function expiredLogin(isRenewed: boolean) {
  const sts = await startScripted(stage, (_, response) => {
    response.setHeader('content-type', 'text/xml');
    response.end(STS(new Date(Date.now() + 3_600_000).toISOString()));
  });
  const aws = { role: ROLE, endpointUrl: sts.url.replace(/\/token$/, '') };
  const login = await keepTestLogin(stage, { left: -10, isRenewed, aws, isOver: true });
  return { ...login, sts };
}

const command = (data: string) => ['credential-process', '--profile', 'dev', '--data', data];

test('fifty at once with expired credentials: one refresh, one call of STS, and all answer', async () => {
  const { data, issuer, sts } = await expiredLogin(true);
  const ended = await Promise.all(Array.from({ length: 50 }, () => stage.run(command(data))));
  expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(ended.map(() => [0, '']));
  const answers = ended.map(({ stdout }) => JSON.parse(stdout) as Record<string, unknown>);
  expect(new Set(answers.map(({ AccessKeyId }) => AccessKeyId))).toEqual(
    new Set(['ASIANEWEXAMPLE']),
  );
  expect(sts.requests).toHaveLength(1);
  expect(issuer.requests.token).toBe(1);
});

test('with nothing usable it ends at once, with the command to run and nothing on standard output', async () => {
  const { data, sts } = await expiredLogin(false);
  const start = performance.now();
  const { code, stdout, stderr } = await stage.run(command(data));
  expect(performance.now() - start).toBeLessThan(2000);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`Run: drawbridge login --profile dev --data ${data}`);
  expect(sts.requests).toHaveLength(0);
});

test('who signs out is not signed in any more, also without the provider', async () => {
  const { data, issuer } = await expiredLogin(true);
  const words = ['--profile', 'dev', '--data', data];
  expect((await stage.run(['whoami', ...words])).stdout).toContain('is renewed by itself');
  await issuer.close().catch(() => undefined);
  const out = await stage.run(['logout', ...words]);
  expect(out.code).toBe(0);
  expect(out.stdout).toContain('the refresh token may live on at');
  expect(out.stdout).not.toMatch(/refresh-[0-9a-f]{8}/);
  expect(await stage.run(command(data))).toMatchObject({ code: 1, stdout: '' });
});
