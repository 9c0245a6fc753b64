import { describe, expect, test } from 'vitest';
import { readProfile } from './profile-file.ts';
import { type ProfileSource, writeProfile, type WriteProfileOptions } from './profile-plan.ts';

const KEYS: ProfileSource = {
  kind: 'keys',
  credentials: {
    accessKeyId: 'ASIANEW',
    secretAccessKey: 'secret',
    sessionToken: 'token==',
    expiresAt: 1_800_000_000,
  },
};
const WEB: ProfileSource = {
  kind: 'web identity',
  identity: {
    tokenFile: '/run/token',
    roleArn: 'arn:aws:iam::123456789012:role/r',
    sessionName: 'ci',
  },
};
const OURS =
  '[ci]\naws_access_key_id = OLD\naws_secret_access_key = OLD\nx_security_token_expires = 2020-01-01T00:00:00Z\n';

const write = (
  files: { credentials?: string; config?: string },
  source: ProfileSource,
  options?: WriteProfileOptions,
) => writeProfile({ credentials: '', config: '', ...files }, 'ci', source, options);

test('keys go to the file of credentials, with their end', () => {
  expect(write({}, KEYS)).toEqual({
    credentials: `[ci]
aws_access_key_id = ASIANEW
aws_secret_access_key = secret
aws_session_token = token==
x_security_token_expires = 2027-01-15T08:00:00Z
`,
    config: '',
  });
});

test('a region and a web identity go to the file of configuration', () => {
  expect(write({}, KEYS, { region: 'eu-west-1' }).config).toBe(
    '[profile ci]\nregion = eu-west-1\n',
  );
  expect(write({}, WEB, { region: 'eu-west-1' })).toEqual({
    credentials: '',
    config: `[profile ci]
role_arn = arn:aws:iam::123456789012:role/r
web_identity_token_file = /run/token
role_session_name = ci
region = eu-west-1
`,
  });
});

test('temporary keys are replaced, and nothing stale is left beside them', () => {
  const stale = `${OURS}aws_security_token = STALE\naws_account_id = 1\noutput = json\n`;
  const { credentials } = write({ credentials: stale }, KEYS);
  expect(credentials).not.toMatch(/OLD|STALE|account_id/);
  expect(credentials).toContain('output = json');
});

test('temporary keys give way to a web identity, which they would hide', () => {
  expect(write({ credentials: OURS }, WEB).credentials).toBe('[ci]\n');
});

test('a web identity is replaced by another', () => {
  const { config } = write({}, WEB);
  const again = write({ config: config.replace('/run/token', '/old') }, WEB);
  expect(again.config).toBe(config);
});

describe.each([
  ['sso_session = s', 'IAM Identity Center (sso_session)'],
  ['sso_start_url = https://x', 'sso_start_url'],
  ['login_session = s', 'login_session'],
  ['credential_process = /bin/x', 'credential_process'],
  ['role_arn = r\nsource_profile = p', 'source_profile'],
  ['role_arn = r\ncredential_source = Environment', 'credential_source'],
  ['role_arn = r', 'a role (role_arn)'],
  ['aws_access_key_id = AKIA', 'not known to be temporary (aws_access_key_id)'],
  ['AWS_SECRET_ACCESS_KEY = s', 'aws_secret_access_key'],
])('a profile with %s', (settings, told) => {
  const places = [
    { config: `[profile ci]\n${settings}\noutput = json\n` },
    { credentials: `[ci]\n${settings}\noutput = json\n` },
  ];

  test('is left alone', () => {
    for (const files of places) {
      for (const source of [KEYS, WEB]) {
        expect(() => write(files, source)).toThrow(
          expect.objectContaining({
            code: 'cloud_setting_invalid',
            message: expect.stringContaining(told) as string,
            hint: expect.stringContaining('--force') as string,
          }),
        );
      }
    }
  });

  test('has one style when it was given up', () => {
    for (const files of places) {
      const { credentials, config } = write(files, KEYS, { force: true });
      const all = [
        ...readProfile(config, 'config', 'ci').keys(),
        ...readProfile(credentials, 'credentials', 'ci').keys(),
      ];
      expect(all.sort()).toEqual([
        'aws_access_key_id',
        'aws_secret_access_key',
        'aws_session_token',
        'output',
        'x_security_token_expires',
      ]);
    }
  });
});

test('keys are refused for a profile with a web identity', () => {
  expect(() => write({ config: write({}, WEB).config }, KEYS)).toThrow('web_identity_token_file');
});

test('what another profile has does not matter', () => {
  const files = {
    config: '[profile b]\nsso_session = s\n',
    credentials: '[default]\naws_access_key_id = AKIA\n',
  };
  expect(write(files, KEYS).credentials).toMatch(
    /^\[default\]\naws_access_key_id = AKIA\n\n\[ci\]/,
  );
});

test('a name that is none is told of before anything else', () => {
  expect(() => writeProfile({ credentials: '', config: '' }, 'a b', KEYS)).toThrow(
    'a profile is named by',
  );
});

test('credentials that are none are refused', () => {
  const credentials = {
    accessKeyId: 'A',
    secretAccessKey: 's\n[x]',
    sessionToken: 't',
    expiresAt: 1,
  };
  expect(() => write({}, { kind: 'keys', credentials })).toThrow(
    expect.objectContaining({ code: 'cloud_invalid' }),
  );
});

describe('a program of ours', () => {
  const PROGRAM: ProfileSource = {
    kind: 'program',
    line: '/usr/bin/drawbridge credential-process --profile ci',
  };
  const empty = { credentials: '', config: '' };

  test('goes to the file of configuration, beside what is there', () => {
    const files = { credentials: '[other]\n', config: '# mine\n[profile ci]\noutput = json\n' };
    const { credentials, config } = writeProfile(files, 'ci', PROGRAM, { region: 'eu-west-1' });
    expect(credentials).toBe('[other]\n');
    expect(config).toMatch(/^# mine\n\[profile ci\]\noutput = json\n/);
    expect(config).toContain(`credential_process = ${PROGRAM.line}\n`);
    expect(config).toContain('region = eu-west-1\n');
  });

  test('takes the place of itself and of temporary keys, which take its place', () => {
    const once = writeProfile(empty, 'ci', PROGRAM);
    expect(writeProfile(once, 'ci', PROGRAM)).toEqual(once);
    const keys = writeProfile(once, 'ci', KEYS);
    expect(keys.config).not.toContain('credential_process');
    expect(writeProfile(keys, 'ci', PROGRAM).credentials).not.toContain('aws_access_key_id');
  });

  test.each([
    ['another program', '[profile ci]\ncredential_process = /opt/other --profile ci\n', ''],
    ['keys of somebody', '', '[ci]\naws_access_key_id = AKIA\naws_secret_access_key = x\n'],
    ['a sign-in', '[profile ci]\nsso_session = corp\n', ''],
  ])('leaves %s alone, unless forced', (_, config, credentials) => {
    const files = { config, credentials };
    expect(() => writeProfile(files, 'ci', PROGRAM)).toThrow('the profile ci is there already');
    expect(writeProfile(files, 'ci', PROGRAM, { force: true }).config).toContain(PROGRAM.line);
  });

  test.each([['drawbridge credential-process --profile ci\naws_access_key_id = x'], ['rm -rf /']])(
    'is no other line: %j',
    (line) => {
      expect(() => writeProfile(empty, 'ci', { kind: 'program', line })).toThrow(TypeError);
    },
  );
});
