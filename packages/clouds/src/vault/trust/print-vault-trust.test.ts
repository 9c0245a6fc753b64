import { execFileSync } from 'node:child_process';
import type { JsonObject } from '@drawbridge/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileText } from '../../trust/hostile-text.fixture.ts';
import { readTerraform } from '../../trust/read-terraform.fixture.ts';
import { documentsOf } from '../evaluate/documents-of.ts';
import { evaluateVaultRole } from '../evaluate/evaluate-vault-role.ts';
import { readVaultTrust } from '../evaluate/read-vault-trust.ts';
import { planVaultTrust, type VaultTrustOptions } from './plan-vault-trust.ts';
import {
  printVaultTrust,
  VAULT_TRUST_FORMATS,
  type VaultTrustFormat,
} from './print-vault-trust.ts';

const NOW = 1_795_000_000;
const ISSUER = 'https://oidc.internal:8443/team';
const CA = '-----BEGIN CERTIFICATE-----\nMII${x}\n-----END CERTIFICATE-----\n';
const base: VaultTrustOptions = {
  issuer: ISSUER,
  audiences: ['vault', 'it\'s ${me} and %{you} $HOME `id` "x" \\n é 😀'],
  subjects: ['repo:acme/app:ref:main', 'gitlab:acme'],
  claims: [['ref_protected', 'true']],
  policies: ['deploy'],
  roleName: 'ci',
  mount: 'team/jwt',
  ca: CA,
};

/** What a print sets up, as the API is told it. */
const readers: Readonly<Record<VaultTrustFormat, (text: string) => Promise<JsonObject>>> = {
  json: (text) => Promise.resolve(JSON.parse(text) as JsonObject),
  cli: (text) => Promise.resolve(ofCommands(text, 'vault')),
  terraform: ofTerraform,
};

/** Runs commands with a `vault` that prints its words and what it is given, each ended by a null byte. */
function calls(commands: string, cli: string): readonly (readonly string[])[] {
  const double = `${cli}() { printf '%s\\0' "$@"; case "$*" in *' -') cat;; esac; printf '\\0\\n\\0'; }`;
  const out = execFileSync('sh', ['-c', `${double}\n${commands}`]).toString();
  return out
    .split('\0\n\0')
    .slice(0, -1)
    .map((call) => call.split('\0'));
}

function ofCommands(commands: string, cli: string): JsonObject {
  const written = (end: string) =>
    calls(commands, cli).find(([verb, path]) => verb === 'write' && path?.endsWith(end))?.[3];
  const config = written('/config');
  return {
    ...(config !== undefined && { config: JSON.parse(config) as unknown }),
    role: JSON.parse(written('/role/ci') ?? '') as unknown,
  };
}

/** As the provider hands attributes on: text of bound claims is split at commas and trimmed. */
async function ofTerraform(text: string): Promise<JsonObject> {
  const { resource } = await readTerraform(text);
  const find = (type: string) => resource[type]?.['ci']?.[0];
  const { path: _, ...config } = find('vault_jwt_auth_backend') ?? {};
  const {
    bound_claims: claims = {},
    disable_bound_claims_parsing: isWhole = false,
    backend: __,
    role_name: ___,
    ...role
  } = find('vault_jwt_auth_backend_role') ?? {};
  const split = (value: string) =>
    isWhole === true || !value.includes(',') ? value : value.split(',').map((part) => part.trim());
  const bound = Object.entries(claims as Record<string, string>).map(([name, value]) => [
    name,
    split(value),
  ]);
  return { config, role: { ...role, bound_claims: Object.fromEntries(bound) as JsonObject } };
}

async function judge(printed: JsonObject, claims: JsonObject) {
  const trust = readVaultTrust(printed);
  const all = { iss: ISSUER, iat: NOW, exp: NOW + 60, ref_protected: 'true', ...claims };
  const token = { issuer: all.iss, claims: all };
  return Promise.resolve(evaluateVaultRole(trust, token, NOW).verdict);
}

describe.each(VAULT_TRUST_FORMATS)('%s', (format) => {
  const print = (options: VaultTrustOptions) =>
    readers[format](printVaultTrust(planVaultTrust(options), format));

  it('lets in exactly whom it names', async () => {
    const printed = await print(base);
    for (const sub of base.subjects ?? []) {
      for (const aud of base.audiences) {
        expect(await judge(printed, { sub, aud })).toBe('allowed');
        expect(await judge(printed, { sub: `${sub}x`, aud })).toBe('refused');
        expect(await judge(printed, { sub: sub.toUpperCase(), aud })).toBe('refused');
        expect(await judge(printed, { sub, aud: `${aud}/` })).toBe('refused');
        expect(await judge(printed, { sub, aud, iss: `${ISSUER}/` })).toBe('refused');
        expect(await judge(printed, { sub, aud, ref_protected: 'false' })).toBe('refused');
      }
    }
    expect(documentsOf(readVaultTrust(printed))).toEqual({ discoveryUrl: ISSUER, ca: CA });
  });

  it('lets in what fits a pattern', async () => {
    const printed = await print({ ...base, subjectPatterns: ['repo:acme/tools:*'] });
    const aud = 'vault';
    expect(await judge(printed, { sub: 'repo:acme/tools:a/b', aud })).toBe('allowed');
    expect(await judge(printed, { sub: 'gitlab:acme', aud })).toBe('allowed');
    expect(await judge(printed, { sub: 'repo:acme/tool:a', aud })).toBe('refused');
    expect(await judge(printed, { sub: 'gitlab:acme/x', aud })).toBe('refused');
  });

  it('never lets in another subject or audience (property)', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, hostileText, hostileText, async (one, aud, other) => {
        fc.pre(aud.trim() === aud && one.normalize('NFC') === one && aud.normalize('NFC') === aud);
        const printed = await print({ ...base, subjects: [one], audiences: [aud], claims: [] });
        expect(await judge(printed, { sub: one, aud })).toBe('allowed');
        if (other !== one) expect(await judge(printed, { sub: other, aud })).toBe('refused');
        if (other !== aud) expect(await judge(printed, { sub: one, aud: other })).toBe('refused');
      }),
      { numRuns: format === 'cli' ? 20 : 100 },
    );
  });
});

describe('the commands', () => {
  it('make the mount first, for OpenBao as for Vault', () => {
    const plan = planVaultTrust(base);
    const words = calls(printVaultTrust(plan, 'cli', 'bao'), 'bao').map((call) => call.slice(0, 3));
    expect(words).toEqual([
      ['auth', 'enable', '-path=team/jwt'],
      ['write', 'auth/team/jwt/config', '-'],
      ['write', 'auth/team/jwt/role/ci', '-'],
    ]);
  });

  it('write the role alone where the mount is there', async () => {
    const plan = planVaultTrust({ ...base, isMountThere: true });
    expect(calls(printVaultTrust(plan, 'cli'), 'vault')).toHaveLength(1);
    expect(JSON.parse(printVaultTrust(plan, 'json'))).toEqual({ role: plan.role });
    const text = printVaultTrust(plan, 'terraform');
    expect(text).toMatch(
      /^resource "vault_jwt_auth_backend_role" "ci" \{\n {2}backend\s+= "team\/jwt"/,
    );
    expect(text).not.toContain('"vault_jwt_auth_backend"');
    expect(await ofTerraform(text)).toMatchObject({ config: {} });
  });
});

describe('Terraform', () => {
  const print = (options: Partial<VaultTrustOptions>) =>
    printVaultTrust(planVaultTrust({ ...base, claims: [], ...options }), 'terraform');

  it('has the role in the mount that it makes', () => {
    expect(print({})).toMatch(/backend\s+= vault_jwt_auth_backend\.ci\.path/);
  });

  it('keeps a comma in one value', async () => {
    const text = print({ subjects: ['a'], claims: [['dn', 'cn=a,o=b']] });
    expect(text).toMatch(/disable_bound_claims_parsing\s+= true/);
    expect(await ofTerraform(text)).toMatchObject({ role: { bound_claims: { dn: 'cn=a,o=b' } } });
  });

  it.each<[string, Partial<VaultTrustOptions>]>([
    ['a comma among several values', { subjects: ['a,b', 'c'] }],
    ['a comma beside several values', { subjects: ['a', 'b'], claims: [['dn', 'cn=a,o=b']] }],
    ['white space at an end of one of several values', { subjects: ['a ', 'b'] }],
    ['text that HCL would compose', { subjects: ['e\u0301'] }],
  ])('refuses %s', (_, options) => {
    expect(() => print(options)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('another format') }),
    );
  });
});
