import { expect, test } from 'vitest';
import { containerCredentials } from './container-credentials.ts';
import { READING_FORMATS, readTokenCommands } from './read-token-commands.ts';
import { containerVariables, withVariables } from './variables.ts';

const ENDPOINT = { url: 'http://127.0.0.1:6/credentials', emptyFile: '/dev/null' };
const FILE = "/tmp/it's here/token";

test('an endpoint answers the four members that SDKs require, and no more', () => {
  const answer = containerCredentials({
    accessKeyId: 'ASIA1',
    secretAccessKey: 'secret',
    sessionToken: 'session',
    expiresAt: 1_800_000_000.9,
  });
  expect(JSON.parse(answer)).toEqual({
    AccessKeyId: 'ASIA1',
    SecretAccessKey: 'secret',
    Token: 'session',
    Expiration: '2027-01-15T08:00:00Z',
  });
});

test('an endpoint counts alone: other credentials go, those of files are out of sight', () => {
  const before = {
    HOME: '/opt/jo',
    AWS_PROFILE: 'other',
    AWS_ACCESS_KEY_ID: 'AKIA',
    AWS_CONFIG_FILE: '/opt/jo/.aws/config',
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/other',
  };
  expect(
    withVariables(before, containerVariables({ ...ENDPOINT, token: 't' }, 'eu-west-1')),
  ).toEqual({
    HOME: '/opt/jo',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:6/credentials',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 't',
  });
});

test.each([
  ['bash', `export AWS_CONTAINER_AUTHORIZATION_TOKEN="$(cat '/tmp/it'\\''s here/token')"\n`],
  ['zsh', `export AWS_CONTAINER_AUTHORIZATION_TOKEN="$(cat '/tmp/it'\\''s here/token')"\n`],
  ['fish', `set -gx AWS_CONTAINER_AUTHORIZATION_TOKEN (cat '/tmp/it\\'s here/token')\n`],
  [
    'powershell',
    `$Env:AWS_CONTAINER_AUTHORIZATION_TOKEN = [IO.File]::ReadAllText('/tmp/it''s here/token')\n`,
  ],
  [
    'python',
    `with open("/tmp/it's here/token") as file:\n    os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = file.read()\n`,
  ],
] as const)('lines for %s read the token from its file, last of all', (format, line) => {
  expect(readTokenCommands(format, containerVariables(ENDPOINT), FILE).endsWith(line)).toBe(true);
});

test.each(READING_FORMATS)('lines for %s do away with what would count before', (format) => {
  const lines = readTokenCommands(format, containerVariables(ENDPOINT), FILE);
  for (const name of ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_ROLE_ARN']) {
    expect(lines).toMatch(new RegExp(`\\b${name}\\b`));
  }
  expect(lines).toContain('http://127.0.0.1:6/credentials');
});
