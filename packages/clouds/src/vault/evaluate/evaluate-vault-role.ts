import { quote } from '@drawbridge/core';
import type { TokenView } from '@drawbridge/rules';
import { about, allMet, type Finding, unclear, unmet } from '../../trust/finding.ts';
import { listed } from '../../trust/listed.ts';
import type { Verdict } from '../../trust/verdict.ts';
import type { VaultRequirement } from '../doctor/requirements.ts';
import { checkBoundClaims } from './bound-claims.ts';
import { checkGroups, checkMappedClaims, checkUserClaim, findUserClaim } from './check-identity.ts';
import { checkAudience, checkForm, checkIssuer, checkSubject } from './check-registered.ts';
import { checkTemplates } from './check-templates.ts';
import { checkTimes } from './check-times.ts';
import type { CelRole, VaultConfig, VaultRole, VaultTrust } from './vault-trust.ts';

/**
 * Judges a token as a login at `auth/jwt/login` does, by the source of hashicorp/vault-plugin-auth-jwt 0.26, hashicorp/cap 0.11 and
 * OpenBao 2.6 (read 2026-11). Where those differ, or their versions from Vault 1.17 on, the verdict is `undecided`. Signatures are not looked at:
 * `documentsOf` says whose keys Vault checks them with. `max_age` counts for sign-in with a browser alone.
 *
 * @param now - seconds since the epoch, by the clock of Vault
 */
export function evaluateVaultRole(trust: VaultTrust, token: TokenView, now: number): Verdict {
  const { config, role } = trust;
  const findings = [
    ...of('token-issuer', config === undefined ? [] : checkIssuer(token, config.boundIssuer)),
    ...of('claims-form', checkForm(token, role.title)),
    ...(role.kind === 'cel' ? checkCelRole(role, token, now) : checkRole(role, config, token, now)),
    ...checkConfig(config, token),
  ];
  const alias = role.kind === 'cel' ? undefined : findUserClaim(token.claims, role);
  const becomes = alias?.found === 'value' ? alias.value : undefined;
  return allMet(findings, {
    verdict: 'allowed',
    by: role.title,
    ...(typeof becomes === 'string' && { becomes }),
  });
}

function of(requirement: VaultRequirement, findings: readonly Finding[]): readonly Finding[] {
  return about<VaultRequirement>([requirement], findings);
}

function checkRole(
  role: VaultRole,
  config: VaultConfig | undefined,
  token: TokenView,
  now: number,
): readonly Finding[] {
  const { claims } = token;
  const { title } = role;
  const ofClaims = [
    ...of('claims-bound', checkBoundClaims(claims, role)),
    ...of('groups-claim', checkGroups(claims, role)),
    ...of('claims-mapped', checkMappedClaims(claims, role)),
    ...of('policies-claims', checkTemplates(claims, role)),
  ];
  return [
    ...of('role-type', checkType(role)),
    ...of('audience-bound', checkAudience(token, role.boundAudiences, title, true)),
    ...of('subject-bound', checkSubject(token, role.boundSubject, title)),
    ...(asksElsewhere(role, config)
      ? of('claims-bound', unclearElsewhere(role, config))
      : ofClaims),
    ...of('user-claim', checkUserClaim(claims, role)),
    ...checkTimes(claims, role, now, title),
    ...of('addresses-bound', checkAddresses(role)),
    ...checkUnknown(role.unknown, title),
  ];
}

/** What precedes the program of a CEL role can refuse; the program itself is not run here. */
function checkCelRole(role: CelRole, token: TokenView, now: number): readonly Finding[] {
  const { title, boundAudiences } = role;
  return [
    ...of('audience-bound', checkAudience(token, boundAudiences, title, false)),
    ...checkTimes(token.claims, role, now, title),
    unclear(
      `${title}, cel_program`,
      'a program decides',
      'one that answers an Auth',
      'Ask OpenBao: log in with the token at auth/jwt/cel/login.',
    ),
  ];
}

function checkType({ roleType, title }: VaultRole): readonly Finding[] {
  if (roleType === 'jwt') return [];
  const fix = 'Set role_type to jwt: without it a role is for sign-in with a browser.';
  return [unmet(`${title}, role_type`, 'the role is of the type oidc', '"jwt"', fix)];
}

/** A provider may be asked for groups, and Google's for more of the person. What it answers is known to nobody here. */
function asksElsewhere({ groupsClaim }: VaultRole, config: VaultConfig | undefined): boolean {
  const provider = config?.provider ?? '';
  return (
    provider === 'gsuite' || (provider !== '' && provider !== 'kubernetes' && groupsClaim !== '')
  );
}

function unclearElsewhere(role: VaultRole, config: VaultConfig | undefined): readonly Finding[] {
  const wanted = `claims and groups that meet ${role.title}`;
  const seen = `Vault asks the provider ${quote(config?.provider)} for groups and claims`;
  const fix = 'Log in with the token, and see what Vault says.';
  return [unclear('the config, provider_config', seen, wanted, fix)];
}

function checkAddresses({ boundCidrs, title }: VaultRole): readonly Finding[] {
  if (boundCidrs.length === 0) return [];
  const fix = 'See that the caller is there, as Vault sees its address.';
  const seen = "the caller's address is not known here";
  return [unclear(`${title}, token_bound_cidrs`, seen, listed(boundCidrs), fix)];
}

function checkUnknown(names: readonly string[], title: string): readonly Finding[] {
  return names.map((name) =>
    unclear(
      `${title}, ${quote(name)}`,
      'it is no parameter that is known here',
      'parameters of the JWT auth method',
      'See its spelling: Vault passes over a parameter that it does not know.',
    ),
  );
}

function checkConfig(config: VaultConfig | undefined, { issuer }: TokenView): readonly Finding[] {
  if (config === undefined) {
    const fix =
      'Add what "vault read -format=json auth/jwt/config" prints: {"config": …, "role": …}.';
    const wanted = 'bound_issuer, and whose keys count';
    return of('token-issuer', [unclear('the config', 'the file has the role alone', wanted, fix)]);
  }
  const { boundIssuer, keys, unknown } = config;
  const findings = [...checkUnknown(unknown, 'the config')];
  // With bound_issuer the issuer is judged by that; without, no other issuer's tokens have these keys, as a rule.
  if (keys.kind === 'discovery' && boundIssuer === '' && keys.url !== issuer) {
    const fix = 'Set oidc_discovery_url to the iss of your tokens, and bound_issuer too.';
    const seen = `the iss is ${quote(issuer)}, and Vault checks signatures with the keys of another issuer`;
    const finding = unclear('the config, oidc_discovery_url', seen, quote(keys.url), fix);
    findings.push(...of('token-issuer', [finding]));
  }
  return findings;
}
