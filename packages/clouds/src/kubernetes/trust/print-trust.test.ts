import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { readTerraform } from '../../trust/read-terraform.fixture.ts';
import { certificatePem } from '../evaluate/certificate.fixture.ts';
import { evaluateAuthenticationConfiguration } from '../evaluate/evaluate-configuration.ts';
import { readAuthenticationConfiguration } from '../evaluate/read-configuration.ts';
import { planTrust, type TrustOptions } from './plan-trust.ts';
import { printTrust, type TrustFormat } from './print-trust.ts';
import { toYaml, type Value } from './yaml.ts';

const ISSUER = 'https://oidc.example.com/team';
const BASE: TrustOptions = { issuer: ISSUER, audiences: ['kube'] };
const SUBJECT = 'repo:acme/app:ref:main';

/** What a print says, in the form in which a configuration is read. */
async function parsed(options: TrustOptions, format: TrustFormat): Promise<unknown> {
  const print = printTrust(planTrust(options), format);
  if (format === 'yaml') return parseYaml(print);
  if (format === 'json') return JSON.parse(print);
  if (format === 'flags') return Object.fromEntries(wordsOf(print).map(flagOf));
  const { resource } = await readTerraform(print);
  const [config = {}] = resource['aws_eks_identity_provider_config']?.['drawbridge'] ?? [];
  const [oidc = {}] = config['oidc'] as readonly Readonly<Record<string, unknown>>[];
  // As EKS hands them to its API server.
  const { required_claims: claims, ...members } = oidc;
  const { identity_provider_config_name: _name, ...flags } = members;
  const given = Object.entries(flags).map(([name, value]) => [
    `oidc-${name.replaceAll('_', '-')}`,
    value,
  ]);
  return {
    ...Object.fromEntries(given),
    ...(claims !== undefined && { 'oidc-required-claim': claims }),
  };
}

function wordsOf(text: string): readonly string[] {
  const script = `set -- ${text.trim().replaceAll('\n', ' ')}\nprintf '%s\\0' "$@"`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

function flagOf(word: string): readonly [string, string] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

/** Who a token is to a cluster that is set up by a print; nothing, where it is nobody. */
async function becomes(value: unknown, claims: Readonly<Record<string, unknown>>): Promise<string> {
  const configuration = await readAuthenticationConfiguration(value);
  const token = { iss: ISSUER, aud: 'kube', sub: SUBJECT, ...claims };
  const view = { issuer: token.iss, claims: token };
  const verdict = await evaluateAuthenticationConfiguration(configuration, view);
  expect(verdict.verdict).not.toBe('undecided');
  return verdict.verdict === 'allowed' ? (verdict.becomes ?? '') : '';
}

const NEIGHBOURS = [
  { iss: `${ISSUER}/` },
  { iss: 'https://oidc.example.com' },
  { iss: 'https://OIDC.example.com/team' },
  { aud: 'kubernetes' },
  { aud: 'Kube' },
  { aud: [] },
  { sub: 'repo:acme/app:ref:main2' },
  { sub: 'repo:acme/app:ref:mai' },
  { sub: 'Repo:acme/app:ref:main' },
  { sub: ` ${SUBJECT}` },
  { sub: `${SUBJECT}\n` },
  { sub: '' },
  { sub: undefined },
  { sub: null },
];

describe('printTrust', () => {
  const exact = { ...BASE, subjects: [SUBJECT], cluster: 'prod' };

  describe.each(['yaml', 'json', 'flags', 'terraform'] as const)('as %s', (format) => {
    it('lets in who is meant, by the name that is meant', async () => {
      const value = await parsed(exact, format);
      expect(await becomes(value, {})).toBe(`drawbridge:${SUBJECT}`);
      expect(await becomes(value, { aud: ['other', 'kube'] })).toBe(`drawbridge:${SUBJECT}`);
    });

    it.each(NEIGHBOURS)('lets nobody in who is near to that: %j', async (claims) => {
      expect(await becomes(await parsed(exact, format), claims)).toBe('');
    });

    it('takes names and groups of other claims, with their prefixes', async () => {
      const options = {
        ...exact,
        usernameClaim: 'email',
        usernamePrefix: '',
        groupsClaim: 'roles',
        groupsPrefix: 'acme:',
      };
      const value = await parsed(options, format);
      const email = 'ci@acme.example';
      expect(await becomes(value, { email, roles: ['a', 'b'] })).toBe(
        `${email} (groups acme:a, acme:b)`,
      );
      expect(await becomes(value, { email, email_verified: false })).toBe('');
      const bare = await parsed({ ...options, usernameClaim: 'name', groupsPrefix: '' }, format);
      expect(await becomes(bare, { name: 'ci', roles: 'a' })).toBe('ci (groups a)');
    });
  });

  it('lets in several audiences, several subjects and patterns', async () => {
    const value = await parsed(
      {
        ...BASE,
        audiences: ['kube', 'other'],
        subjects: ['a', 'b"\\'],
        subjectPatterns: ['repo:acme/*', 'x*y', 'a.c?', '*:main'],
      },
      'yaml',
    );
    const allowed = ['a', 'b"\\', 'repo:acme/', 'repo:acme/x:y', 'xy', 'x/z:y', 'a.cd', 'q:main'];
    for (const sub of allowed) expect(await becomes(value, { sub })).toBe(`drawbridge:${sub}`);
    expect(await becomes(value, { sub: 'a', aud: 'other' })).toBe('drawbridge:a');
    const refused = [
      'A',
      'ab',
      'b"',
      'repo:acme',
      'Repo:acme/x',
      'xyz',
      'wxy',
      'abcd',
      'a.c',
      'a.cde',
      'q:main2',
    ];
    for (const sub of [...refused, undefined, null, 5, ['a']]) {
      expect(await becomes(value, { sub })).toBe('');
    }
    expect(await becomes(value, { sub: 'a', aud: 'third' })).toBe('');
  });

  it('lets everybody in without a subject, but nobody as a part of the cluster', async () => {
    const open = { ...BASE, usernamePrefix: '', groupsClaim: 'groups' };
    for (const format of ['yaml', 'json'] as const) {
      const value = await parsed(open, format);
      expect(await becomes(value, { sub: 'x', groups: ['a'] })).toBe('x (groups a)');
      expect(await becomes(value, { sub: 'system:admin' })).toBe('');
      expect(await becomes(value, { sub: 'x', groups: ['a', 'system:masters'] })).toBe('');
    }
  });

  it('names the discovery document and the authorities', async () => {
    const pem = await certificatePem();
    const discoveryUrl = 'https://oidc.oidc.svc/.well-known/openid-configuration';
    const options = { ...exact, discoveryUrl, ca: { pem, path: '/etc/ca.pem' } };
    const print = printTrust(planTrust(options), 'yaml');
    expect(print).toContain('certificateAuthority: |\n      -----BEGIN CERTIFICATE-----\n');
    const { authenticators } = await readAuthenticationConfiguration(parseYaml(print));
    expect(authenticators[0]?.issuer).toEqual({
      url: ISSUER,
      audiences: ['kube'],
      discoveryUrl,
      certificateAuthority: pem,
    });
    const flags = printTrust(
      planTrust({ ...exact, ca: { pem, path: "/etc/my 'ca'.pem" } }),
      'flags',
    );
    expect(wordsOf(flags)).toContain("--oidc-ca-file=/etc/my 'ca'.pem");
    expect(wordsOf(flags)).toContain('--oidc-signing-algs=RS256,ES256');
  });

  it('binds a role to users, or to groups', () => {
    const binding = (options: Partial<TrustOptions>) =>
      parseYaml(printTrust(planTrust({ ...exact, clusterRole: 'view', ...options }), 'rbac'));
    const apiGroup = 'rbac.authorization.k8s.io';
    expect(binding({})).toEqual({
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'drawbridge-view' },
      roleRef: { apiGroup, kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'User', apiGroup, name: `drawbridge:${SUBJECT}` }],
    });
    expect(binding({ groups: ['dev', 'true'], groupsClaim: 'groups' }).subjects).toEqual([
      { kind: 'Group', apiGroup, name: 'drawbridge:dev' },
      { kind: 'Group', apiGroup, name: 'drawbridge:true' },
    ]);
    expect(() => binding({ clusterRole: undefined })).toThrow(/needs a role/);
    expect(() => binding({ groups: ['dev'] })).toThrow(/no claim has groups/);
    expect(() => binding({ subjectPatterns: ['a:*'] })).toThrow(/nobody is known by name/);
    expect(() => binding({ usernameClaim: 'email' })).toThrow(/nobody is known by name/);
  });

  it.each([
    ['flags', { audiences: ['a', 'b'] }, /cannot have several audiences/],
    ['flags', { subjects: ['a', 'b'] }, /cannot have several subjects/],
    ['terraform', { subjectPatterns: ['a:*'] }, /EKS cannot have patterns of subjects/],
    ['flags', { discoveryUrl: 'https://a.example/d' }, /cannot have a discovery address/],
    ['flags', { subjects: [' a'] }, /white space around the subject " a"/],
    ['terraform', { cluster: undefined }, /cluster of EKS is not named/],
    ['terraform', { usernamePrefix: 'a-system:' }, /no prefix with system: in it/],
  ] as const)('refuses as %s %j', (format, options, message) => {
    const plan = planTrust({ ...exact, ...options });
    expect(() => printTrust(plan, format)).toThrow(message);
  });

  it('lets in just the subjects that a pattern matches, whatever they are made of', async () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '+',
      '(',
      ')',
      '[',
      '|',
      '^',
      '$',
      '\\',
      '"',
      "'",
      '${',
      'é',
      '😀',
      '/',
      '#',
    );
    const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
    const pattern = fc
      .array(fc.oneof(piece, fc.constantFrom('*', '?')), { minLength: 1, maxLength: 5 })
      .map((pieces) => pieces.join(''))
      .filter((made) => !/^[*?]+$/.test(made));
    await fc.assert(
      fc.asyncProperty(pattern, text, text, async (like, exactly, sub) => {
        const subjects = exactly === '' ? [] : [exactly];
        const value = await parsed({ ...BASE, subjects, subjectPatterns: [like] }, 'yaml');
        for (const each of [sub, exactly, like]) {
          const isMeant = (each !== '' && each === exactly) || naiveMatch([...like], [...each]);
          expect((await becomes(value, { sub: each })) !== '').toBe(isMeant);
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** `*` is any text and `?` any character, read as simply as that. */
function naiveMatch(pattern: readonly string[], text: readonly string[]): boolean {
  const [first, ...others] = pattern;
  if (first === undefined) return text.length === 0;
  if (first === '*') {
    return naiveMatch(others, text) || (text.length > 0 && naiveMatch(pattern, text.slice(1)));
  }
  return (
    text.length > 0 && (first === '?' || first === text[0]) && naiveMatch(others, text.slice(1))
  );
}

describe('toYaml', () => {
  let pem = '';
  beforeAll(async () => {
    pem = await certificatePem();
  });

  it('is read as what was written', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        'yes',
        'on',
        'y',
        '1:30',
        '0x1F',
        '0777',
        '1_000',
        '2026-11-28',
        '~',
        '!x',
        '#a',
        '=',
        'null',
        '1e3',
        '- a',
        'a: b',
        '#',
        '|',
        '%',
        '\ta\n',
        'a\nb\n',
        'a\n\nb\n',
        ' a\nb\n',
        '😀',
      ),
      fc.constant(0).map(() => pem),
    );
    const { value } = fc.letrec<{ value: Value; members: Record<string, Value> }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
        tie('members'),
      ),
      members: fc.dictionary(
        text.filter((name) => name !== '__proto__' && name !== '<<'),
        tie('value'),
        { minKeys: 1, maxKeys: 3 },
      ),
    }));
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b c', 'é', 'null'), value, { minKeys: 1 }),
        (members) => {
          // API servers read YAML 1.1, and most others 1.2.
          expect(parseYaml(toYaml(members), { version: '1.1' })).toEqual({ ...members });
          expect(parseYaml(toYaml(members))).toEqual({ ...members });
        },
      ),
      { numRuns: 300 },
    );
  });
});
