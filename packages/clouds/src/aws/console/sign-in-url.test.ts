import { DrawbridgeError, encodeUtf8, type FetchDocument } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { type ConsoleOptions, consoleSignInUrl } from './sign-in-url.ts';

const credentials = {
  accessKeyId: 'ASIA-PLANTED',
  secretAccessKey: 'secret/PLANTED+',
  sessionToken: 'session-PLANTED==',
};

/** The sign-in service: answers all the same, and remembers what it was asked. */
function service(status = 200, body = '{"SigninToken":"the-token"}') {
  const asked: URL[] = [];
  const fetch: FetchDocument = async (url) => {
    asked.push(new URL(url));
    await Promise.resolve();
    return { status, body: encodeUtf8(body) };
  };
  return { asked, fetch };
}

async function faultOf(options: Partial<ConsoleOptions>) {
  const { fetch } = service();
  const thrown = await consoleSignInUrl({ credentials, fetch, ...options }).catch(
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(DrawbridgeError);
  return thrown as DrawbridgeError;
}

describe('consoleSignInUrl', () => {
  it.each<[string, Partial<ConsoleOptions>]>([
    ['a duration for a chained role', { duration: 3600, isChained: true }],
    ['a duration that is too short', { duration: 899 }],
    ['a duration that is too long', { duration: 43_201 }],
    ['half a second', { duration: 900.5 }],
    ['a partition that is cut off', { partition: 'aws-iso' }],
    ['a partition that is none', { partition: 'toString' }],
    ['a destination elsewhere', { destination: 'https://evil.test/' }],
    ['one that looks alike', { destination: 'https://console.aws.amazon.com.evil.test/' }],
    ['one behind a user', { destination: 'https://console.aws.amazon.com@evil.test/' }],
    ['one over http', { destination: 'http://console.aws.amazon.com/' }],
    ['one of another partition', { destination: 'https://console.amazonaws.cn/' }],
    ['a path', { destination: '../login' }],
  ])('refuses %s, and asks nobody', async (_, options) => {
    const { asked, fetch } = service();
    const fault = await faultOf({ fetch, ...options });
    expect(fault.code).toBe('cloud_setting_invalid');
    expect(asked).toEqual([]);
  });

  it.each([
    ['cloud_refused', service(400, 'no')],
    ['cloud_unavailable', service(503)],
    ['cloud_invalid', service(302)],
    ['cloud_invalid', service(200, '<html>')],
    ['cloud_invalid', service(200, '{"SigninToken":5}')],
  ])('ends with %s', async (code, { fetch }) => {
    const fault = await faultOf({ fetch });
    expect(fault.code).toBe(code);
    expect(JSON.stringify({ ...fault, message: fault.message })).not.toMatch(/PLANTED/);
  });

  it.each([
    ['upstream_timeout', 'cloud_timeout'],
    ['upstream_unreachable', 'cloud_unreachable'],
    ['upstream_invalid', 'cloud_invalid'],
  ] as const)('keeps the address that was asked out of %s', async (code, expected) => {
    const fetch: FetchDocument = async (url) => {
      await Promise.resolve();
      throw new DrawbridgeError(code, { detail: `${url} was asked` });
    };
    const fault = await faultOf({ fetch });
    expect(fault.code).toBe(expected);
    expect(`${fault.stack} ${JSON.stringify({ ...fault })} ${String(fault.cause)}`).not.toMatch(
      /PLANTED/,
    );
  });

  it('trades the credentials for a token, and leads to the home of the region', async () => {
    const { asked, fetch } = service();
    const url = new URL(
      await consoleSignInUrl({ credentials, fetch, region: 'eu-west-1', duration: 3600 }),
    );
    expect(`${asked[0]?.origin}${asked[0]?.pathname}`).toBe(
      'https://signin.aws.amazon.com/federation',
    );
    const question = Object.fromEntries(asked[0]?.searchParams ?? []);
    expect(JSON.parse(question['Session'] ?? '')).toEqual({
      sessionId: credentials.accessKeyId,
      sessionKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken,
    });
    expect(question).toMatchObject({ Action: 'getSigninToken', SessionDuration: '3600' });
    expect(Object.fromEntries(url.searchParams)).toEqual({
      Action: 'login',
      Destination: 'https://console.aws.amazon.com/console/home?region=eu-west-1',
      SigninToken: 'the-token',
    });
    expect(url.href).not.toMatch(/PLANTED/);
  });

  it.each([
    ['aws-us-gov', 's3', 'https://console.amazonaws-us-gov.com/s3/home'],
    ['aws-cn', undefined, 'https://console.amazonaws.cn/console/home'],
    [
      'aws',
      'https://eu-west-1.console.aws.amazon.com/ec2/',
      'https://eu-west-1.console.aws.amazon.com/ec2/',
    ],
  ])('leads in %s to %s', async (partition, destination, expected) => {
    const { fetch } = service();
    const made = await consoleSignInUrl({ credentials, fetch, partition, destination });
    expect(new URL(made).searchParams.get('Destination')).toBe(expected);
  });
});
