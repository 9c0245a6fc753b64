import { DrawbridgeError } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import type { KeptSettings } from '../../kept/logins.ts';
import { loginSection } from '../section/login-section.ts';
import type { LoginFlags } from './given.ts';
import { nameLogin } from './name-login.ts';
import { resolveLogin } from './resolve-login.ts';

const arn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const ISSUER = 'https://id.test/';
const KEPT: KeptSettings = {
  issuer: 'https://id.test',
  clientId: 'kept',
  flow: 'device',
  scope: 'openid kept',
  aws: { role: arn('kept'), region: 'eu-kept-1', duration: 1000, chain: [arn('next')] },
};

function resolve(
  flags: LoginFlags,
  {
    env = {},
    section,
    kept,
  }: { env?: NodeJS.ProcessEnv; section?: object; kept?: KeptSettings } = {},
) {
  const parsed = section === undefined ? undefined : loginSection.parse(section);
  return resolveLogin({ flags, env, section: parsed }, kept);
}

/** The message of the fault that flags and variables come to. */
function faultOf(flags: LoginFlags, inputs?: Parameters<typeof resolve>[1]): string {
  try {
    resolve(flags, inputs);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(DrawbridgeError);
    expect((thrown as DrawbridgeError).code).toBe('usage_invalid');
    return (thrown as DrawbridgeError).message;
  }
  throw new Error('it was taken');
}

const base: LoginFlags = { '--issuer': ISSUER };
const role = { '--role': arn('a') };

describe('what is wrong', () => {
  it.each<[string, LoginFlags, string]>([
    ['an issuer that is none', { '--issuer': 'id.test' }, '--issuer '],
    ['plain http', { '--openid_url': 'http://id.test' }, '--openid_url '],
    ['two spellings with two values', { ...base, '--openid_url': 'https://b.test' }, 'two values'],
    ['an empty client', { ...base, '--client_id': '' }, '--client_id is empty'],
    ['a role that is none', { ...base, '--role': 'dev' }, '--role: "dev" is not an ARN, such as '],
    [
      'an ARN that is none',
      { ...base, '--role': 'arn:aws:iam::1:role/a' },
      'not the ARN of a role',
    ],
    ['too short a session', { ...base, ...role, '--duration-seconds': '60' }, '--duration-seconds'],
    ['a length that is none', { ...base, ...role, '--duration': '1d' }, '--duration is not'],
    ['a word that is no length', { ...base, ...role, '--duration': 'maximum' }, 'nor max'],
    [
      'a session name with a space',
      { ...base, ...role, '--session-name': 'a b' },
      '--session-name',
    ],
    ['an age that is none', { ...base, '--max-age': '-1' }, '--max-age'],
    [
      'two flows',
      { ...base, '--device': true, '--client_credentials': true },
      'do not go together',
    ],
    [
      'implicit and a device',
      { ...base, '--implicit': true, '--device': true },
      '--device and --implicit do not go together',
    ],
    [
      'implicit and a client of its own',
      { ...base, '--implicit': true, '--client_credentials': true },
      '--implicit and --client_credentials do not go together',
    ],
    ['implicit without a client', { ...base, '--implicit': true }, 'needs --client-id'],
    [
      'client credentials of nobody',
      { ...base, '--client-credentials': true },
      '--client-id and --client-secret-file',
    ],
    [
      'two secrets',
      { ...base, '--client_secret': 'x', '--client-secret-file': 'y' },
      'do not go together',
    ],
    ['a parameter without a name', { ...base, '--parameter': ['=x'] }, '--parameter'],
    ['a port that is none', { ...base, '--port': ['6432,70000'] }, '--port'],
    ['a port of letters', { ...base, '--port': 'http' }, '--port'],
    ['a profile that is none', { ...base, '--profile': 'a]b' }, 'profile'],
  ])('%s is told', (_, flags, expected) => {
    expect(faultOf(flags)).toContain(expected);
  });

  it('is told all at once, and without a secret', () => {
    const message = faultOf({
      '--role': 'dev',
      '--max-age': 'x',
      '--client_secret': 'hidden-secret',
      '--client-secret-file': 'f',
    });
    expect(message.split('\n')).toHaveLength(4);
    expect(message).toContain("no provider is given, and none is kept for 'default'");
    expect(message).not.toContain('hidden-secret');
  });

  it('names the roles there are beside one that is not', () => {
    const section = { roles: { dev: { arn: arn('d') }, ops: { arn: arn('o') } } };
    expect(faultOf({ ...base, '--role': 'prod' }, { section })).toContain(
      'has no other than dev, ops',
    );
  });

  it('names the variable that is at fault', () => {
    expect(faultOf(base, { env: { DURATION_SECONDS: 'x', AWS_ROLE_ARN: arn('a') } })).toContain(
      'DURATION_SECONDS',
    );
  });
});

it.each<[LoginFlags, NodeJS.ProcessEnv]>([
  [{ '--duration': 'max' }, {}],
  [{ '--duration-seconds': 'max' }, { DURATION_SECONDS: '900' }],
  [{}, { DURATION_SECONDS: 'max' }],
])('takes the longest session for a length: %j %j', (flags, env) => {
  const login = resolve({ ...base, ...role, ...flags }, { env, kept: KEPT });
  expect(login.role).toMatchObject({ aws: { duration: 'max' } });
});

it('takes it of the configuration, before what is kept and after a flag', () => {
  const section = { roles: { dev: { arn: arn('section'), duration: 'max' } } };
  const take = (flags: LoginFlags) =>
    resolve({ ...base, '--profile': 'dev', ...flags }, { section, kept: KEPT }).role;
  expect(take({})).toMatchObject({ aws: { duration: 'max' } });
  expect(take({ '--duration': '15m' })).toMatchObject({ aws: { duration: 900 } });
});

describe('each setting: flag, old spelling, variable, configuration, kept, in this order', () => {
  type Look = (login: ReturnType<typeof resolve>) => unknown;
  const aws = (login: ReturnType<typeof resolve>) =>
    login.role.kind === 'role' ? login.role.aws : undefined;
  const dev = {
    dev: { arn: arn('section'), region: 'eu-s-1', duration: 2000, sessionName: 'of-section' },
  };
  it.each<
    [
      Look,
      string,
      string | undefined,
      string | undefined,
      string,
      string,
      object | undefined,
      unknown,
    ]
  >([
    [
      ({ issuer }) => issuer,
      '--issuer',
      '--openid_url',
      'OIDC_DISCOVERY_URL',
      'https://1.test',
      'https://2.test',
      { issuer: 'https://3.test' },
      'https://3.test',
    ],
    [
      ({ clientId }) => clientId,
      '--client-id',
      '--client_id',
      'OIDC_CLIENT_ID',
      'one',
      'two',
      { clientId: 'three' },
      'three',
    ],
    [
      ({ scope }) => scope,
      '--scope',
      '--scopes',
      undefined,
      'openid',
      'openid x',
      { scope: 'openid y' },
      'openid y',
    ],
    [
      (login) => aws(login)?.role,
      '--role',
      undefined,
      'AWS_ROLE_ARN',
      arn('1'),
      arn('2'),
      { roles: dev },
      arn('section'),
    ],
    [
      (login) => aws(login)?.region,
      '--region',
      undefined,
      'AWS_REGION',
      'eu-1',
      'eu-2',
      { roles: dev },
      'eu-s-1',
    ],
    [
      (login) => aws(login)?.duration,
      '--duration',
      '--duration-seconds',
      'DURATION_SECONDS',
      '900',
      '3600',
      { roles: dev },
      2000,
    ],
    [
      (login) => aws(login)?.sessionName,
      '--session-name',
      undefined,
      undefined,
      'one',
      'two',
      { roles: dev },
      'of-section',
    ],
    [
      ({ request }) => request.loginHint,
      '--login-hint',
      undefined,
      undefined,
      'a@b',
      'c@d',
      { loginHint: 'e@f' },
      'e@f',
    ],
    [
      ({ request }) => request.prompt,
      '--prompt',
      undefined,
      undefined,
      'login',
      'none',
      { prompt: 'consent' },
      'consent',
    ],
    [
      ({ request }) => request.acrValues,
      '--acr-values',
      undefined,
      undefined,
      'a',
      'b',
      { acrValues: 'c' },
      'c',
    ],
    [
      ({ request }) => request.maxAge,
      '--max-age',
      undefined,
      undefined,
      '1',
      '2',
      { maxAge: 3 },
      3,
    ],
  ])('%s of %s', (look, flag, old, variable, one, two, section, configured) => {
    const plain = { issuer: ISSUER, ...section };
    const value = (text: string) => (typeof configured === 'number' ? Number(text) : text);
    const fixed = { '--profile': 'dev' };
    const env = variable === undefined ? {} : { [variable]: two };
    const see = (flags: LoginFlags, variables: NodeJS.ProcessEnv) =>
      look(resolve({ ...fixed, ...flags }, { env: variables, section: plain }));
    expect(see({ [flag]: one }, env)).toBe(value(one));
    if (old !== undefined) expect(see({ [old]: one }, env)).toBe(value(one));
    if (old !== undefined) expect(see({ [flag]: one, [old]: one }, {})).toBe(value(one));
    if (variable !== undefined) {
      expect(see({}, env)).toBe(value(two));
      expect(see({}, { [variable]: '' })).toBe(configured);
    }
    expect(see({}, {})).toBe(configured);
  });

  it('what is kept is used where nobody says otherwise', () => {
    expect(resolve({}, { kept: KEPT })).toMatchObject({
      issuer: KEPT.issuer,
      clientId: 'kept',
      flow: 'device',
      scope: 'openid kept',
      role: { kind: 'role', aws: KEPT.aws },
    });
  });

  it.each([
    ['https://id.test'],
    ['https://id.test/'],
    ['https://id.test/.well-known/openid-configuration'],
  ])('what is kept is that of %s too', (issuer) => {
    expect(resolve({ '--issuer': issuer }, { kept: KEPT })).toMatchObject({
      issuer,
      clientId: 'kept',
    });
  });

  it('a client of one provider is not sent to another', () => {
    const login = resolve({ '--issuer': 'https://other.test' }, { kept: KEPT });
    expect(login.clientId).toBeUndefined();
    expect(login).toMatchObject({ flow: 'code', issuer: 'https://other.test' });
    expect(login).not.toHaveProperty('scope');
  });

  it('a client that was registered is not held to, and one that was given is', () => {
    const kept = { ...KEPT, isRegistered: true };
    expect(resolve({}, { kept })).not.toHaveProperty('clientId');
    expect(resolve({ '--client-id': 'mine' }, { kept }).clientId).toBe('mine');
    expect(resolve({ '--register': true }, { kept: KEPT })).not.toHaveProperty('clientId');
  });

  it.each<[string, LoginFlags, object]>([
    ['--client-id', { '--client-id': 'c' }, {}],
    ['OIDC_CLIENT_ID', {}, { env: { OIDC_CLIENT_ID: 'c' } }],
    ['login.clientId', {}, { section: { clientId: 'c' } }],
  ])('none is registered where %s gives one', (by, flags, inputs) => {
    expect(faultOf({ ...base, ...flags, '--register': true }, inputs)).toContain(`${by} gives one`);
  });

  it('what is kept with a role does not go to another role', () => {
    expect(resolve(role, { kept: KEPT }).role).toEqual({ kind: 'role', aws: { role: arn('a') } });
  });

  it('AWS_CONFIG_FILE is a setting of AWS alone', () => {
    const env = { AWS_CONFIG_FILE: '/x' };
    expect(resolve(base, { env })).toEqual(resolve(base));
  });
});

describe('a region that nobody named', () => {
  const found = {
    ...KEPT,
    aws: { role: arn('kept'), region: 'us-east-1', isRegionFound: true as const },
  };

  it('is looked for again', () => {
    expect(resolve({}, { kept: found }).role).toEqual({
      kind: 'role',
      aws: { role: arn('kept') },
    });
  });

  it('gives way to one that is named, which is held to', () => {
    const aws = { role: arn('kept'), region: 'eu-1' };
    expect(resolve({ '--region': 'eu-1' }, { kept: found }).role).toEqual({ kind: 'role', aws });
    expect(resolve({}, { kept: { ...KEPT, aws } }).role).toEqual({ kind: 'role', aws });
  });
});

describe('roles of the configuration', () => {
  const roles = {
    dev: { arn: arn('d'), region: 'eu-1' },
    ops: { arn: arn('o'), chain: [arn('p')] },
  };

  it('one is chosen by its name, which is then that of the login', () => {
    const flags = { ...base, '--role': 'ops' };
    expect(resolve(flags, { section: { roles } })).toMatchObject({
      name: 'ops',
      role: { kind: 'role', aws: { role: arn('o'), chain: [arn('p')] } },
    });
    expect(resolve({ ...flags, '--profile': 'mine' }, { section: { roles } })).toMatchObject({
      name: 'mine',
    });
  });

  it('one is chosen by the name of the profile', () => {
    expect(resolve({ ...base, '--profile': 'dev' }, { section: { roles } }).role).toEqual({
      kind: 'role',
      aws: { role: arn('d'), region: 'eu-1' },
    });
  });

  it('the only one need not be chosen, and of several one must', () => {
    expect(resolve(base, { section: { roles: { dev: roles.dev } } }).role).toMatchObject({
      kind: 'role',
    });
    expect(resolve(base, { section: { roles } }).role).toEqual({
      kind: 'choose',
      names: ['dev', 'ops'],
      when: 'before',
    });
    expect(resolve(base).role).toEqual({ kind: 'none' });
  });

  it('is chosen after the sign-in where a claim lists roles, but for one that is known already', () => {
    const section = { roles: { dev: roles.dev }, rolesClaim: 'roles' };
    const later = { kind: 'choose', names: ['dev'], when: 'after' };
    expect(resolve(base, { section }).role).toEqual(later);
    expect(resolve(base, { section: { rolesClaim: 'roles' } }).role).toEqual({
      ...later,
      names: [],
    });
    expect(resolve({ ...base, '--role': 'dev' }, { section }).role.kind).toBe('role');
    expect(resolve(base, { section, kept: KEPT }).role.kind).toBe('role');
  });

  it.each(['constructor', '__proto__'])('%s is no role', (name) => {
    expect(faultOf({ ...base, '--role': name }, { section: { roles } })).toContain('--role: ');
  });
});

describe('the name', () => {
  const name = (flags: LoginFlags, env: NodeJS.ProcessEnv = {}) =>
    nameLogin({ flags, env, section: undefined });
  it.each<[LoginFlags, NodeJS.ProcessEnv, string]>([
    [{ '--profile': 'a' }, { PROFILE_TO_UPDATE: 'b', AWS_PROFILE: 'c' }, 'a'],
    [{ '--profile-to-update': 'a' }, { PROFILE_TO_UPDATE: 'b' }, 'a'],
    [{}, { PROFILE_TO_UPDATE: 'b', AWS_PROFILE: 'c' }, 'b'],
    [{}, { AWS_PROFILE: 'c' }, 'c'],
    [{}, { AWS_PROFILE: '' }, 'default'],
  ])('of %j and %j is %s', (flags, env, expected) => {
    expect(name(flags, env)).toBe(expected);
  });
});

describe('the client secret', () => {
  const env = { OIDC_CLIENT_SECRET: 'x' };
  it.each<[string, LoginFlags, NodeJS.ProcessEnv, unknown]>([
    [
      'a file',
      { '--client-secret-file': 'f' },
      env,
      { kind: 'reference', reference: { file: 'f' } },
    ],
    ['the old flag', { '--client_secret': 's' }, env, { kind: 'text', text: 's' }],
    ['the variable', {}, env, { kind: 'reference', reference: { env: 'OIDC_CLIENT_SECRET' } }],
    ['the configuration', {}, {}, { kind: 'reference', reference: { file: 'c' } }],
  ])('is that of %s', (_, flags, variables, expected) => {
    const section = { clientSecret: { file: 'c' } };
    expect(resolve({ ...base, ...flags }, { env: variables, section }).clientSecret).toEqual(
      expected,
    );
  });

  it('is the one that is kept, of this client at this provider alone, and where no other is given', () => {
    const clientProof = { method: 'client_secret_post', clientSecret: 's' } as const;
    const kept = { ...KEPT, flow: 'client-credentials', clientProof } as const;
    const secret = (flags: LoginFlags) => resolve(flags, { kept }).clientSecret;
    expect(secret({})).toEqual({ kind: 'kept', proof: clientProof });
    expect(secret({ '--client-secret-file': 'f' })).toMatchObject({ kind: 'reference' });
    const device = { '--device': true } as const;
    expect(secret({ ...device, '--client-id': 'other' })).toBeUndefined();
    expect(secret({ ...device, '--issuer': 'https://b.test', '--client-id': 'kept' })).toBe(
      undefined,
    );
    expect(faultOf({ '--client-id': 'other' }, { kept })).toContain('--client-secret-file');
  });

  it('is the configured one for the client and the provider that are configured alone', () => {
    const section = { issuer: 'https://a.test', clientId: 'ours', clientSecret: { file: 'c' } };
    const secret = (flags: LoginFlags) => resolve(flags, { section }).clientSecret;
    const own = { kind: 'reference', reference: { file: 'c' } };
    expect(secret({})).toEqual(own);
    expect(secret({ '--issuer': 'https://a.test/', '--client-id': 'ours' })).toEqual(own);
    expect(secret({ '--issuer': 'https://a.test.evil.test' })).toBeUndefined();
    expect(secret({ '--client-id': 'other' })).toBeUndefined();
  });

  it('is warned of where others can see it, without being shown', () => {
    const { warnings } = resolve({ ...base, '--client_secret': 'hidden' });
    expect(warnings).toEqual([expect.stringContaining('--client-secret-file')]);
    expect(warnings.join('')).not.toContain('hidden');
    expect(resolve({ ...base, '--client-secret-file': 'f' }).warnings).toEqual([]);
  });
});

it('each flow has its flag', () => {
  const client = { ...base, '--client-id': 'c', '--client-secret-file': 'f' };
  expect(resolve(client).flow).toBe('code');
  expect(
    resolve({ ...client, '--device': true }, { section: { flow: 'client-credentials' } }).flow,
  ).toBe('device');
  expect(resolve(client, { section: { flow: 'device' } }).flow).toBe('device');
  for (const flag of ['--client-credentials', '--client_credentials']) {
    expect(resolve({ ...client, [flag]: true }).flow).toBe('client-credentials');
  }
  const section = { flow: 'implicit' } as const;
  expect(resolve({ ...client, '--authorization-code': true }, { section }).flow).toBe('code');
});

it('the implicit flow is warned of each time: by its flag, as configured, as kept', () => {
  const kept = { issuer: ISSUER, clientId: 'c', flow: 'implicit', scope: 'openid' } as const;
  const client = { ...base, '--client-id': 'c' };
  for (const login of [
    resolve({ ...client, '--implicit': true }),
    resolve(client, { section: { flow: 'implicit' } }),
    resolve({}, { kept }),
  ]) {
    expect(login.flow).toBe('implicit');
    expect(login.warnings).toEqual([expect.stringMatching(/RFC 9700.*nothing renews it/)]);
  }
  expect(resolve({ '--authorization-code': true }, { kept }).warnings).toEqual([]);
});

it('parameters of a flag go before those of the configuration', () => {
  const section = { parameters: { a: '1', b: '2' } };
  const { extra } = resolve({ ...base, '--parameter': ['b=x=y', 'c='] }, { section }).request;
  expect(extra).toEqual({ a: '1', b: 'x=y', c: '' });
});

it('the redirect is that of the flags, the configuration, or 127.0.0.1:6432/callback', () => {
  const section = { redirect: { ports: [1], host: 'localhost' } };
  expect(resolve(base).redirect).toEqual({ host: '127.0.0.1', ports: [6432], path: '/callback' });
  expect(resolve(base, { section }).redirect).toEqual({
    host: 'localhost',
    ports: [1],
    path: '/callback',
  });
  expect(resolve({ ...base, '--port': ['2,3', '4'] }, { section }).redirect.ports).toEqual([
    2, 3, 4,
  ]);
});
