import type { AwsSettings } from '@drawbridge/login';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { openKeptLogins } from '../support/kept-login.ts';
import { type SignInService, startSignInService } from '../support/sign-in-service.ts';
import { createStage } from '../support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

const SIGN_IN = {
  aws: 'signin.aws.amazon.com',
  'aws-cn': 'signin.amazonaws.cn',
  'aws-us-gov': 'signin.amazonaws-us-gov.com',
  'aws-eusc': 'signin.amazonaws-eusc.eu',
} as const;
const CONSOLE = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
} as const;
type Name = keyof typeof SIGN_IN;

const arn = (partition: string, name = 'developer') =>
  `arn:${partition}:iam::111122223333:role/${name}`;
const KEYS = {
  accessKeyId: 'ASIAPLANTED',
  secretAccessKey: 'secret-PLANTED',
  sessionToken: 'session-PLANTED',
};
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = Math.floor(Date.now() / 1000);

describeWith(['openssl'], 'drawbridge console', () => {
  let service: SignInService;
  let data: string;

  beforeAll(async () => {
    [service, data] = await Promise.all([
      startSignInService(stage, Object.values(SIGN_IN)),
      stage.folder(),
    ]);
    const logins = openKeptLogins(data);
    const claims = { iss: 'https://id.example.com', sub: 'ann', exp: now + 3600 };
    const keep = (name: string, aws: AwsSettings) =>
      logins.keep({
        name,
        settings: {
          issuer: claims.iss,
          clientId: 'laptop',
          flow: 'code',
          scope: 'openid',
          aws,
        },
        tokens: {
          accessToken: 'access-token-of-tests',
          idToken: `${part({ alg: 'RS256' })}.${part(claims)}.${'c2ln'.repeat(20)}`,
          tokenType: 'Bearer',
          obtainedAt: now,
        },
        credentials: { ...KEYS, expiresAt: now + 3600 },
      });
    for (const name of Object.keys(SIGN_IN)) await keep(name, { role: arn(name) });
    await keep('chained', { role: arn('aws'), chain: [arn('aws', 'next')] });
    await keep('isolated', { role: arn('aws-iso') });
    await logins.close();
  });

  beforeEach(() => service.answer(200, JSON.stringify({ SigninToken: 'token of AWS' })));

  /** @returns what came of it, and what was asked for it */
  async function run(profile: string, ...args: readonly string[]) {
    const before = service.hosts.length;
    const words = ['console', '--profile', profile, '--data', data, ...args];
    const ended = await stage.run(words, { env: service.env });
    expect(ended.stdout + ended.stderr).not.toContain('PLANTED');
    return { ...ended, hosts: service.hosts.slice(before) };
  }

  it.each<[string, string, readonly string[], RegExp]>([
    [
      'a duration for a chained role',
      'chained',
      ['--duration', '1h'],
      /cannot be given a duration/,
    ],
    ['a place elsewhere', 'aws', ['--destination', 'https://evil.example/'], /evil\.example/],
    ['a partition without an address', 'isolated', [], /partition "aws-iso" is not known/],
  ])('asks nobody for %s', async (_, profile, args, message) => {
    const { code, stdout, stderr, hosts } = await run(profile, ...args);
    expect({ code, stdout, hosts }).toEqual({ code: 2, stdout: '', hosts: [] });
    expect(stderr).toMatch(message);
  });

  it.each([
    [400, 'Bad Request', 1, /answered with status 400\nThe credentials have ended/],
    [503, '', 3, /answered with status 503 and nothing/],
    [200, '<html>sign in</html>', 3, /answered with status 200 and no sign-in token/],
    [302, '', 3, /cannot be used, such as a redirect/],
  ])('prints no address where it answers %i %s', async (status, body, exit, message) => {
    service.answer(status, body);
    const { code, stdout, stderr } = await run('aws');
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it.each(Object.keys(SIGN_IN) as Name[])('prints an address of the partition %s', async (name) => {
    const { code, stdout, stderr, hosts } = await run(name);
    expect({ code, stderr, hosts }).toEqual({
      code: 0,
      stderr: '',
      hosts: [`${SIGN_IN[name]}:443`],
    });
    const { host, pathname, searchParams } = new URL(stdout.trim());
    expect({ host, pathname }).toEqual({ host: SIGN_IN[name], pathname: '/federation' });
    expect(searchParams.get('Action')).toBe('login');
    expect(searchParams.get('SigninToken')).toBe('token of AWS');
    expect(new URL(searchParams.get('Destination') ?? '').host).toBe(CONSOLE[name]);
  });

  it('trades the credentials of the login, for as long as is wanted, and of a chained role too', async () => {
    const plain = await run('aws', '--duration', '8h', '--destination', 's3');
    expect(new URL(plain.stdout.trim()).searchParams.get('Destination')).toContain('/s3/');
    const question = service.asked.at(-1) ?? new URLSearchParams();
    expect(question.get('SessionDuration')).toBe('28800');
    expect(JSON.parse(question.get('Session') ?? '')).toEqual({
      sessionId: KEYS.accessKeyId,
      sessionKey: KEYS.secretAccessKey,
      sessionToken: KEYS.sessionToken,
    });
    expect((await run('chained')).code).toBe(0);
    expect(service.asked.at(-1)?.has('SessionDuration')).toBe(false);
  });
});
