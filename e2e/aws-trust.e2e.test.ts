import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  assumeRole,
  assumeRoleWithWebIdentity,
  type AssumeRoleWithWebIdentityOptions,
  awsClaims,
  parseRoleArn,
  stsEndpoint,
} from '@drawbridge/clouds/aws';
import { DrawbridgeError, type ErrorCode } from '@drawbridge/core';
import { createHttpClient } from '@drawbridge/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWith } from '../tools/describe-with.ts';
import { AWS_ADMIN, serveAws } from './support/clouds/aws.ts';
import { createNetwork, createTrust } from './support/clouds/network.ts';
import { writePrograms } from './support/clouds/programs.ts';
import { STS_ERRORS, type StsErrorName } from './support/clouds/sts-errors.ts';
import { type StsStub, startStsStub } from './support/clouds/sts-stub.ts';
import { type StubIssuer, startStubIssuer } from './support/clouds/stub-issuer.ts';
import { createStage } from './support/stage.ts';

// The whole way with AWS's part played by the stand-in of e2e/support/clouds: set up by what is printed or applied, then
// asked by our library over our HTTP client.

const AUDIENCE = 'sts.amazonaws.com';
const SUBJECT = "repo:acme/app's $HOME:ref:main";

const stage = createStage();
const http = createHttpClient({ timeout: 500 });
let sts: StsStub;
let issuer: StubIssuer;

beforeAll(async () => {
  sts = await startStsStub(stage);
  issuer = await startStubIssuer(stage);
});
afterAll(async () => {
  await http.close();
  await stage.clear();
});

const role = (name: string) => parseRoleArn(`arn:aws:iam::111122223333:role/${name}`);
const assume = async (name: string, own: Partial<AssumeRoleWithWebIdentityOptions> = {}) =>
  assumeRoleWithWebIdentity({
    role: role(name),
    endpoint: stsEndpoint({ role: role(name), endpointUrl: sts.url }),
    token: await issuer.sign({ aud: AUDIENCE, sub: SUBJECT }),
    sessionName: 'ann',
    fetch: http.cloud(),
    retry: { sleep: async () => {}, random: () => 0 },
    ...own,
  });

async function faultOf(work: Promise<unknown>): Promise<DrawbridgeError> {
  const thrown: unknown = await work.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  );
  if (!(thrown instanceof DrawbridgeError)) throw thrown;
  return thrown;
}

const trust = ['--audience', AUDIENCE, '--sub', SUBJECT];

describe('aws trust --apply', () => {
  const env = () => ({ ...AWS_ADMIN, AWS_ENDPOINT_URL_IAM: sts.url });

  test('sets up what the token then gets in by, and may be run again', async () => {
    const args = [
      'aws',
      'trust',
      '--issuer',
      issuer.issuer,
      ...trust,
      '--role',
      'applied',
      '--apply',
    ];
    const first = await stage.run(args, { env: env() });
    expect(first).toMatchObject({ code: 0, stdout: 'arn:aws:iam::111122223333:role/applied\n' });
    expect(first.stderr).toContain('created the role');
    const second = await stage.run([...args, '--json'], { env: env() });
    expect(JSON.parse(second.stdout)).toMatchObject({ changes: [] });
    expect(await assume('applied')).toMatchObject({
      arn: 'arn:aws:sts::111122223333:assumed-role/applied/ann',
      subject: SUBJECT,
      audience: AUDIENCE,
    });
  });

  test('goes out by the proxy, and trusts the authority that is named', async () => {
    const trusted = await createTrust(stage, ['iam.amazonaws.com']);
    const network = await createNetwork(stage, trusted);
    const account = serveAws(network, { fetch: network.fetch, now: () => new Date() });
    const args = ['aws', 'trust', '--issuer', 'https://oidc.example.com', ...trust, '--apply'];
    const proxy = { HTTPS_PROXY: network.environment['HTTPS_PROXY'] ?? '' };
    const untrusted = await stage.run(args, { env: { ...AWS_ADMIN, ...proxy } });
    expect([untrusted.code, untrusted.stderr]).toEqual([
      3,
      expect.stringMatching(/IAM could not be asked to .*iam\.amazonaws\.com/),
    ]);
    expect(account.resources()).toEqual([]);
    const ca = ['--ca', trusted.authority.certFile];
    const applied = await stage.run([...args, ...ca], { env: { ...AWS_ADMIN, ...proxy } });
    expect([applied.stdout, applied.stderr]).toEqual([
      'arn:aws:iam::111122223333:role/drawbridge\n',
      expect.stringContaining('created the role'),
    ]);
    expect(account.resources()).toHaveLength(2);
  });

  test('says whose credentials were refused', async () => {
    const args = ['aws', 'trust', '--issuer', issuer.issuer, ...trust, '--apply'];
    const { code, stderr } = await stage.run(args, {
      env: { ...env(), AWS_ACCESS_KEY_ID: 'NOBODY' },
    });
    expect(code).not.toBe(0);
    expect(stderr).toContain('IAM refused to create the provider');
    expect(stderr).not.toContain('This is a bug');
  });
});

describeWith(['awscli'], 'the commands of aws trust --format cli', () => {
  test('are run by the real AWS CLI', async () => {
    const PATH = await writePrograms(stage, {
      aws: `exec /usr/bin/aws --endpoint-url '${sts.url}' "$@"`,
    });
    const other = await startStubIssuer(stage);
    // The aws of Debian 12 insists on thumbprints.
    const thumbprint = ['--thumbprint', '0'.repeat(40)];
    const args = ['--issuer', other.issuer, ...trust, ...thumbprint, '--role', 'printed'];
    const policy = ['--policy-arn', 'arn:aws:iam::aws:policy/ReadOnlyAccess'];
    const printed = await stage.run(['aws', 'trust', ...args, ...policy, '--format', 'cli']);
    const ran = await stage.shell(printed.stdout, {
      env: { ...AWS_ADMIN, AWS_DEFAULT_REGION: 'eu-central-1', PATH },
    });
    expect(ran).toMatchObject({ code: 0, stdout: 'arn:aws:iam::111122223333:role/printed\n' });
    expect(sts.account.policies('printed')).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess']);
    const token = await other.sign({ aud: AUDIENCE, sub: SUBJECT });
    expect((await assume('printed', { token })).subject).toBe(SUBJECT);
  });
});

describe('AssumeRoleWithWebIdentity', () => {
  beforeAll(async () => {
    await sts.trust({ role: 'ci', issuer: issuer.issuer, audience: AUDIENCE, subject: SUBJECT });
  });

  test('is answered to the SDK of AWS as to us', async () => {
    const client = new STSClient({ region: 'eu-central-1', endpoint: sts.url });
    const answer = await client.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: role('ci').arn,
        RoleSessionName: 'sdk',
        WebIdentityToken: await issuer.sign({ aud: AUDIENCE, sub: SUBJECT }),
      }),
    );
    client.destroy();
    const ours = await assume('ci', { sessionName: 'sdk' });
    expect(answer).toMatchObject({
      Audience: ours.audience,
      Provider: ours.provider,
      SubjectFromWebIdentityToken: ours.subject,
      AssumedRoleUser: { Arn: ours.arn, AssumedRoleId: ours.assumedRoleId },
    });
  });

  test('explains a wrong audience and a wrong subject, each', async () => {
    const audience = await faultOf(
      assume('ci', { token: await issuer.sign({ aud: 'other', sub: SUBJECT }) }),
    );
    expect(audience.code).toBe('cloud_refused');
    expect(audience.hint).toContain('AWS takes "other" as the audience');
    const subject = await faultOf(
      assume('ci', { token: await issuer.sign({ aud: AUDIENCE, sub: 'somebody' }) }),
    );
    expect(subject.code).toBe('cloud_refused');
    expect(subject.hint).toContain(':sub = "somebody"');
  });

  test('refuses what has ended, and what somebody else signed', async () => {
    const past = Math.floor(Date.now() / 1000) - 3600;
    const ended = await issuer.sign({ aud: AUDIENCE, sub: SUBJECT, iat: past - 60, exp: past });
    expect((await faultOf(assume('ci', { token: ended }))).message).toContain(
      'ExpiredTokenException',
    );
    const other = await startStubIssuer(stage);
    const forged = await other.sign({ aud: AUDIENCE, sub: SUBJECT, iss: issuer.issuer });
    expect((await faultOf(assume('ci', { token: forged }))).message).toContain(
      'InvalidIdentityToken',
    );
  });

  test('takes session tags where the role does', async () => {
    const claims = awsClaims({ tags: [['Team', 'blue']] });
    const token = await issuer.sign({ aud: AUDIENCE, sub: SUBJECT, ...claims });
    expect((await faultOf(assume('ci', { token }))).hint).toContain('sts:TagSession');
    const base = { issuer: issuer.issuer, audience: AUDIENCE, subject: SUBJECT };
    await sts.trust({ ...base, role: 'tagged', actions: ['sts:TagSession'] });
    expect((await assume('tagged', { token })).subject).toBe(SUBJECT);
  });

  test('leads on to another role', async () => {
    const { credentials } = await assume('ci');
    const next = role('next');
    const chained = await assumeRole({
      role: next,
      endpoint: stsEndpoint({ role: next, endpointUrl: sts.url }),
      credentials,
      sessionName: 'ann',
      sourceIdentity: 'ann@example.com',
      fetch: http.cloud(),
    });
    expect(chained).toMatchObject({
      arn: 'arn:aws:sts::111122223333:assumed-role/next/ann',
      sourceIdentity: 'ann@example.com',
    });
  });

  const codes: Readonly<Record<StsErrorName, ErrorCode>> = {
    expired: 'cloud_refused',
    tooOld: 'cloud_refused',
    providerUnknown: 'cloud_refused',
    audienceWrong: 'cloud_refused',
    keyUnavailable: 'cloud_refused',
    malformed: 'cloud_refused',
    thumbprintWrong: 'cloud_refused',
    rejected: 'cloud_refused',
    providerSilent: 'cloud_unavailable',
    policyMalformed: 'cloud_setting_invalid',
    policyTooLarge: 'cloud_setting_invalid',
    regionDisabled: 'cloud_setting_invalid',
    notAllowed: 'cloud_refused',
    tagsNotAllowed: 'cloud_refused',
    roleArnInvalid: 'cloud_setting_invalid',
    sessionNameInvalid: 'cloud_setting_invalid',
    durationShort: 'cloud_setting_invalid',
    durationLong: 'cloud_setting_invalid',
    chainLong: 'cloud_setting_invalid',
    tokenTooLong: 'cloud_setting_invalid',
    throttled: 'cloud_unavailable',
    requestLimit: 'cloud_unavailable',
    failure: 'cloud_unavailable',
    unavailable: 'cloud_unavailable',
  };
  test('explains every documented error', async () => {
    for (const [name, { code }] of Object.entries(STS_ERRORS)) {
      sts.always(name as StsErrorName);
      const fault = await faultOf(assume('ci'));
      expect([name, fault.code]).toEqual([name, codes[name as StsErrorName]]);
      expect(fault.message).toContain(`answered ${code}`);
      expect(fault.hint).not.toContain('does not document');
    }
    sts.always(undefined);
  });

  test.each([
    ['silent', 'cloud_timeout'],
    ['drop', 'cloud_unreachable'],
    ['cut', 'cloud_unreachable'],
    ['html', 'cloud_unavailable'],
    [{ slow: 1000 }, 'cloud_timeout'],
    [{ status: 200, body: '{"Credentials":{}}' }, 'cloud_invalid'],
    [{ status: 302, headers: { location: 'https://evil.example/' } }, 'cloud_invalid'],
  ] as const)('says of %j %s, and gets over it once', async (behaviour, code) => {
    sts.next(behaviour);
    const once = { retry: { retries: 0 } };
    expect((await faultOf(assume('ci', once))).code).toBe(code);
    if (code === 'cloud_invalid') return;
    sts.next(behaviour);
    expect((await assume('ci')).subject).toBe(SUBJECT);
  });
});
