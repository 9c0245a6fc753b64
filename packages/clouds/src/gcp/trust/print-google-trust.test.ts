import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText } from '../../trust/hostile-text.fixture.ts';
import { readTerraform } from '../../trust/read-terraform.fixture.ts';
import { evaluateProvider } from '../evaluate/evaluate-provider.ts';
import { readProvider } from '../evaluate/read-provider.ts';
import type { GooglePlan } from './google-plan.ts';
import { type GoogleTrustOptions, planGoogleTrust } from './plan-google-trust.ts';
import { printGoogleTrust } from './print-google-trust.ts';

const POOL = 'projects/123456/locations/global/workloadIdentityPools/pool';
const NAME = `${POOL}/providers/provider`;
const EMAIL = 'ci@acme-ci.iam.gserviceaccount.com';

const base: GoogleTrustOptions = {
  issuer: 'https://oidc.example.com/team',
  audiences: ['gcp', 'it\'s, "a" ^list^ $HOME'],
  subjects: ['repo:acme/app:ref:main', 'it\'s ${me} and %{you} $HOME `id` "x" \\n é 😀'],
  subjectPatterns: ['repo:acme/tools:*', 'v?.*-x'],
  pool: 'pool',
  provider: 'provider',
  project: 'acme-ci',
  serviceAccount: EMAIL,
  jwks: { keys: [{ kty: 'RSA', kid: "a'b", n: 'AQAB', e: 'AQAB', alg: 'RS256', use: 'sig' }] },
};

/** A provider and the members of a service account, as they were printed. */
interface Printed {
  readonly provider: object;
  readonly members: readonly string[];
}

async function ofTerraform(plan: GooglePlan): Promise<Printed> {
  const { resource } = await readTerraform(printGoogleTrust(plan, 'terraform'));
  const blocks = (type: string) => Object.values(resource[type] ?? {}).flat();
  const [pool] = blocks('google_iam_workload_identity_pool');
  const [provider = {}] = blocks('google_iam_workload_identity_pool_provider');
  const { pool: id } = plan;
  expect(pool).toEqual(
    plan.isPoolThere ? undefined : { project: 'acme-ci', workload_identity_pool_id: id },
  );
  expect(provider['workload_identity_pool_id']).toBe(
    plan.isPoolThere
      ? id
      : '${google_iam_workload_identity_pool.provider.workload_identity_pool_id}',
  );
  const bound = blocks('google_service_account_iam_member');
  for (const binding of bound) {
    expect(binding).toMatchObject({
      service_account_id: `projects/acme-ci/serviceAccounts/${EMAIL}`,
      role: 'roles/iam.workloadIdentityUser',
    });
  }
  // What Terraform would put there.
  const name =
    '${trimsuffix(google_iam_workload_identity_pool_provider.provider.name, "/providers/provider")}';
  return {
    provider: { ...provider, name: NAME },
    members: bound.map(({ member }) => String(member).replace(name, POOL)),
  };
}

function ofCommands(plan: GooglePlan): Printed {
  const gcloud =
    `gcloud() { case "$*" in *describe*) printf %s ${POOL};; esac; printf '%s\\0' "$@" '' >&2; ` +
    `for word; do case "$word" in --jwk-json-path=*) { cat "\${word#*=}"; printf '\\0\\0'; } >&2;; esac; done; }`;
  const out = execFileSync('sh', [
    '-c',
    `{ ${gcloud}\n${printGoogleTrust(plan, 'cli')}\n} 2>&1 >/dev/null`,
  ]);
  const calls = out
    .toString()
    .split('\0\0')
    .filter((call) => call !== '')
    .map((call) => call.split('\0'));
  const flag = (call: readonly string[], name: string) =>
    call.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  const created = calls.find((call) => call.includes('create-oidc')) ?? [];
  expect(created).toContain('--workload-identity-pool=pool');
  expect(created).toContain('--location=global');
  expect(calls.some((call) => call[2] === 'create')).toBe(!plan.isPoolThere);
  const audiences = flag(created, 'allowed-audiences');
  const [keys] = calls.find((call) => call[0]?.startsWith('{')) ?? [];
  return {
    provider: {
      name: NAME,
      attributeMapping: Object.fromEntries([flag(created, 'attribute-mapping')?.split('=') ?? []]),
      attributeCondition: flag(created, 'attribute-condition'),
      oidc: {
        issuerUri: flag(created, 'issuer-uri'),
        ...(audiences !== undefined && { allowedAudiences: splitAsGcloud(audiences) }),
        ...(keys !== undefined && { jwksJson: keys }),
      },
    },
    members: calls
      .filter((call) => call.includes('add-iam-policy-binding'))
      .map((call) => flag(call, 'member') ?? ''),
  };
}

/** "gcloud topic escaping": what stands between carets first is what the list is cut at. */
function splitAsGcloud(text: string): readonly string[] {
  const [, mark, rest = ''] = /^\^([^^]+)\^(.*)$/s.exec(text) ?? [];
  return mark === undefined ? text.split(',') : rest.split(mark);
}

function ofJson(plan: GooglePlan): Printed {
  const provider = JSON.parse(printGoogleTrust(plan, 'json')) as object;
  return { provider: { ...provider, name: NAME }, members: [] };
}

async function judge(
  { provider, members }: Printed,
  token: Readonly<Record<string, string | undefined>>,
) {
  const policy = { bindings: [{ role: 'roles/iam.workloadIdentityUser', members }] };
  const trust = await readProvider(members.length === 0 ? { provider } : { provider, policy });
  const { iss, ...claims } = { iss: 'https://oidc.example.com/team', aud: 'gcp', ...token };
  return evaluateProvider(trust, { issuer: iss, claims: { iss, ...claims } }).verdict;
}

const ways: readonly (readonly [string, (plan: GooglePlan) => Printed | Promise<Printed>])[] = [
  ['Terraform', ofTerraform],
  ['the commands of gcloud', ofCommands],
  ['the body of the REST API', ofJson],
];

describe.each(ways)('%s', (_, print) => {
  const sub = 'repo:acme/app:ref:main';

  it('let in exactly whom they are for', async () => {
    const printed = await print(planGoogleTrust(base));
    for (const subject of [...(base.subjects ?? []), 'repo:acme/tools:x', 'v1.2-x']) {
      expect(await judge(printed, { sub: subject })).toBe('allowed');
    }
    expect(await judge(printed, { sub, aud: base.audiences?.[1] })).toBe('allowed');
    for (const token of [
      { sub: `${sub}x` },
      { sub: sub.toUpperCase() },
      { sub: 'repo:acme/tools' },
      { sub: 'v1x2-x' },
      { sub: 'v1.2-x\n' },
      { sub, aud: 'GCP' },
      { sub, aud: 'gcp/' },
      { sub, aud: `https://iam.googleapis.com/${NAME}` },
      { sub, iss: 'https://oidc.example.com' },
      { sub, iss: 'https://oidc.example.com/Team' },
      {},
    ]) {
      expect(await judge(printed, token)).toBe('refused');
    }
    // Whether Google minds it is not documented.
    expect(await judge(printed, { sub, iss: 'https://oidc.example.com/team/' })).toBe('undecided');
  });

  it('take the name of the provider for the audience', async () => {
    const { audiences: _none, jwks: _keys, ...others } = base;
    const printed = await print(planGoogleTrust(others));
    expect(await judge(printed, { sub, aud: `https://iam.googleapis.com/${NAME}` })).toBe(
      'allowed',
    );
    expect(await judge(printed, { sub })).toBe('refused');
  });

  it('use a pool that is there', async () => {
    const printed = await print(planGoogleTrust({ ...base, isPoolThere: true }));
    expect(await judge(printed, { sub })).toBe('allowed');
  });

  it('never let in another subject or audience (property)', async () => {
    const texts = hostileText.map((text) => text.normalize('NFC'));
    await fc.assert(
      fc.asyncProperty(texts, texts, texts, async (subject, audience, other) => {
        fc.pre(Buffer.byteLength(subject) <= 127);
        const own = { ...base, subjects: [subject], subjectPatterns: [], audiences: [audience] };
        const printed = await print(planGoogleTrust(own));
        expect(await judge(printed, { sub: subject, aud: audience })).toBe('allowed');
        expect(await judge(printed, { sub: other, aud: audience })).toBe(
          other === subject ? 'allowed' : 'refused',
        );
        expect(await judge(printed, { sub: subject, aud: other })).toBe(
          other === audience ? 'allowed' : 'refused',
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('what is uploaded', () => {
  it.each(ways)('has no member that Google refuses, in %s', async (_, print) => {
    const { provider } = await readProvider((await print(planGoogleTrust(base))).provider);
    expect(provider.jwks).toEqual(base.jwks);
  });
});

describe('the members of the pool that a service account takes', () => {
  it('are the subjects, one each', async () => {
    const { subjectPatterns: _, ...exact } = base;
    const { members } = await ofTerraform(planGoogleTrust(exact));
    expect(members).toEqual(
      base.subjects?.map((subject) => `principal://iam.googleapis.com/${POOL}/subject/${subject}`),
    );
    expect(ofCommands(planGoogleTrust(exact)).members).toEqual(members);
  });

  it('are all of the pool, where there is a pattern', async () => {
    const members = [`principalSet://iam.googleapis.com/${POOL}/*`];
    expect((await ofTerraform(planGoogleTrust(base))).members).toEqual(members);
    expect(ofCommands(planGoogleTrust(base)).members).toEqual(members);
  });
});
