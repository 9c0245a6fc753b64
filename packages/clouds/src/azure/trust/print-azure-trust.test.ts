import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText } from '../../trust/hostile-text.fixture.ts';
import { readTerraform } from '../../trust/read-terraform.fixture.ts';
import { evaluateFederatedCredentials } from '../evaluate/evaluate-federated-credentials.ts';
import { readFederatedCredentials } from '../evaluate/read-federated-credentials.ts';
import type { AzureTarget } from './azure-plan.ts';
import { type AzureTrustOptions, planAzureTrust } from './plan-azure-trust.ts';
import {
  AZURE_TRUST_FORMATS,
  type AzureTrustFormat,
  printAzureTrust,
} from './print-azure-trust.ts';

const ISSUER = 'https://oidc.example.com/team';
const AUDIENCE = 'api://AzureADTokenExchange';
const ID = '3b9f1c2e-0000-4000-8000-1234567890ab';
const APP: AzureTarget = { kind: 'app', clientId: ID };
const IDENTITY: AzureTarget = {
  kind: 'identity',
  name: 'ci-identity',
  resourceGroup: 'ci-(prod)',
  subscription: ID,
};
const SUBJECTS = ['gitlab:acme/app', 'it\'s ${me} and %{you} $HOME `id` "x" \\n é 😀'];
const base: AzureTrustOptions = { issuer: ISSUER, subjects: SUBJECTS, target: APP, name: 'ci1' };

/** What a print sets up, as `readFederatedCredentials` takes it. */
const readers: Readonly<Record<AzureTrustFormat, (text: string) => Promise<unknown>>> = {
  json: (text) => Promise.resolve(JSON.parse(text) as unknown),
  cli: (text) => Promise.resolve(calls(text).map(ofCall)),
  terraform: ofTerraform,
};

/** Runs commands with an `az` that prints its words, each ended by a null byte. */
function calls(commands: string): readonly (readonly string[])[] {
  const double = `az() { printf '%s\\0' "$@"; printf '\\n\\0'; }`;
  const out = execFileSync('sh', ['-c', `${double}\n${commands}`]).toString();
  return out
    .split('\0\n\0')
    .slice(0, -1)
    .map((call) => call.split('\0'));
}

/** What the Azure CLI makes of a call. */
function ofCall(words: readonly string[]): unknown {
  const [command, ...others] = words;
  if (command === 'ad') return JSON.parse(words.at(-1) ?? '') as unknown;
  const given = (name: string) => {
    const joined = others.find((word) => word.startsWith(`${name}=`));
    return joined?.slice(name.length + 1) ?? others[others.indexOf(name) + 1];
  };
  return {
    name: given('--name'),
    properties: {
      issuer: given('--issuer'),
      subject: given('--subject'),
      audiences: [given('--audiences')],
    },
  };
}

async function ofTerraform(text: string): Promise<unknown> {
  const { resource } = await readTerraform(text);
  return Object.values(resource)
    .flatMap((all) => Object.values(all))
    .flat()
    .map(({ display_name: displayName, audience, ...others }) => ({
      ...others,
      ...(displayName !== undefined && { name: displayName }),
      ...(audience !== undefined && { audiences: audience }),
    }));
}

function judge(printed: unknown, claims: { sub: string; aud?: string; iss?: string }): string {
  const all = { iss: ISSUER, aud: AUDIENCE, ...claims };
  const trust = readFederatedCredentials(printed);
  return evaluateFederatedCredentials(trust, { issuer: all.iss, claims: all }).verdict;
}

describe.each([
  ...AZURE_TRUST_FORMATS.map((format) => [format, 'application', APP] as const),
  ...AZURE_TRUST_FORMATS.map((format) => [format, 'identity', IDENTITY] as const),
])('%s for an %s', (format, _, target) => {
  const print = (options: AzureTrustOptions) =>
    readers[format](printAzureTrust(planAzureTrust(options), format));

  it('lets in exactly whom it names', async () => {
    const printed = await print({ ...base, target });
    expect(readFederatedCredentials(printed)).toHaveLength(2);
    for (const sub of SUBJECTS) {
      expect(judge(printed, { sub })).toBe('allowed');
      expect(judge(printed, { sub: `${sub}x` })).toBe('refused');
      expect(judge(printed, { sub: sub.toUpperCase() })).toBe('refused');
      expect(judge(printed, { sub, aud: AUDIENCE.toLowerCase() })).toBe('refused');
      expect(judge(printed, { sub, iss: `${ISSUER}/` })).toBe('refused');
    }
  });

  it('never lets in another subject (property)', async () => {
    const texts = hostileText.filter(
      (text) => !text.includes('*') && text.normalize('NFC') === text && !/^['"]/.test(text),
    );
    await fc.assert(
      fc.asyncProperty(texts, hostileText, async (one, other) => {
        const printed = await print({ ...base, target, subjects: [one] });
        expect(judge(printed, { sub: one })).toBe('allowed');
        expect(judge(printed, { sub: other })).toBe(other === one ? 'allowed' : 'refused');
      }),
      { numRuns: format === 'cli' ? 15 : 60 },
    );
  });
});

describe('the commands of the Azure CLI', () => {
  it('are for the application', () => {
    const [first] = calls(printAzureTrust(planAzureTrust(base), 'cli'));
    expect(first?.slice(0, 5)).toEqual(['ad', 'app', 'federated-credential', 'create', '--id']);
    expect(first?.[5]).toBe(ID);
  });

  it('are for the identity', () => {
    const [first] = calls(printAzureTrust(planAzureTrust({ ...base, target: IDENTITY }), 'cli'));
    expect(first?.join(' ')).toBe(
      'identity federated-credential create --name ci1-gitlab-acme-app ' +
        `--identity-name ci-identity --resource-group ci-(prod) --subscription ${ID} ` +
        `--issuer=${ISSUER} --subject=gitlab:acme/app --audiences=${AUDIENCE}`,
    );
  });

  it.each(['@file', "'a'", '"a"', '[a]', '{a}', 'null', 'None'])(
    'refuse %j, which the Azure CLI takes for something else',
    (subject) => {
      const plan = planAzureTrust({ ...base, target: IDENTITY, subjects: [subject] });
      expect(() => printAzureTrust(plan, 'cli')).toThrow(
        expect.objectContaining({ hint: 'Use another format: terraform or json.' }),
      );
      const ofApp = planAzureTrust({ ...base, subjects: [subject] });
      expect(printAzureTrust(ofApp, 'cli')).toContain('--parameters');
    },
  );
});

describe('Terraform', () => {
  it('finds the application by its client id', async () => {
    const { data, resource } = await readTerraform(
      printAzureTrust(planAzureTrust(base), 'terraform'),
    );
    expect(data).toEqual({ azuread_application: { app: [{ client_id: ID }] } });
    const made = resource['azuread_application_federated_identity_credential'] ?? {};
    expect(Object.keys(made)[0]).toBe('ci1_gitlab_acme_app');
    expect(Object.values(made)[0]?.[0]?.['application_id']).toBe(
      '${data.azuread_application.app.id}',
    );
  });

  it('finds the identity by its name', async () => {
    const plan = planAzureTrust({ ...base, target: IDENTITY });
    const { data, resource } = await readTerraform(printAzureTrust(plan, 'terraform'));
    expect(data).toEqual({
      azurerm_user_assigned_identity: {
        ci_identity: [{ name: 'ci-identity', resource_group_name: 'ci-(prod)' }],
      },
    });
    const [made] = Object.values(resource['azurerm_federated_identity_credential'] ?? {});
    expect(made?.[0]?.['user_assigned_identity_id']).toBe(
      '${data.azurerm_user_assigned_identity.ci_identity.id}',
    );
  });
});
