import { type JsonObject, member, quote } from '@drawbridge/core';
import type { TokenView } from '@drawbridge/rules';
import { about, type Finding, unclear, unmet } from '../../trust/finding.ts';
import type { VaultRequirement } from '../doctor/requirements.ts';
import { listed } from '../../trust/listed.ts';
import { nearMiss } from '../../trust/near-miss.ts';
import { shown } from '../../trust/shown.ts';

/** The claims that hashicorp/cap reads into a structure, besides those of time. */
const TEXTS = ['iss', 'sub', 'jti'] as const;
const REGISTERED = [...TEXTS, 'aud', 'exp', 'nbf', 'iat'];

/**
 * What Go makes of the registered claims' form (hashicorp/cap jwt.go, go-jose's `Claims` and `Audience`): a `jti` that is a
 * number is refused whatever the role says.
 */
export function checkForm({ claims }: TokenView, title: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (const name of TEXTS) {
    const value = member(claims, name) ?? '';
    if (typeof value === 'string') continue;
    findings.push(
      unmet(
        `${title}, ${name}`,
        `the ${name} is ${shown(value)}`,
        'text',
        `Have the issuer write ${name} as text: Vault reads no token with another one.`,
      ),
    );
  }
  const others = lookAlikes(claims);
  if (others.length > 0) {
    const names = unclear(
      `${title}, the names of claims`,
      `the token has ${others.map(quote).join(', ')}`,
      `registered claims in small letters alone`,
      `Have the issuer leave ${others.map(quote).join(', ')} out: Vault takes such a name for the registered claim in one place and not in another.`,
    );
    findings.push(...about<VaultRequirement>(['claims-names'], [names]));
  }
  return findings;
}

/** Go's JSON takes names for a member of a structure that differ in case alone, with the long s for an s. */
function lookAlikes(claims: JsonObject): readonly string[] {
  const alike = new RegExp(`^(?:${REGISTERED.join('|')})$`, 'iu');
  return Object.keys(claims).filter((name) => alike.test(name) && !REGISTERED.includes(name));
}

/**
 * `bound_audiences`: any match is enough. A token with an `aud` wants them (since Vault 1.17 for one that is text, too), where the
 * role is not one of OpenBao's CEL roles.
 */
export function checkAudience(
  { claims }: TokenView,
  bound: readonly string[],
  title: string,
  wantsBound: boolean,
): readonly Finding[] {
  const at = `${title}, bound_audiences`;
  const value = member(claims, 'aud');
  const audiences = typeof value === 'string' ? [value] : (value ?? []);
  if (value === null || !isTexts(audiences)) {
    const fix =
      'Have the issuer write aud as text or a list of text: Vault reads no token with another one.';
    const form = unmet(at, `the aud is ${shown(value)}`, 'text or a list of text', fix);
    return about<VaultRequirement>(['claims-form'], [form]);
  }
  const seen = value === undefined ? 'the token has no aud' : `the aud is ${shown(value)}`;
  if (bound.length === 0) {
    if (audiences.length === 0 || !wantsBound) return [];
    const fix = `Set bound_audiences to the aud of your tokens: Vault refuses a token that has one where the role has none.`;
    return [unmet(at, `${seen}, and the role has no bound_audiences`, listed(audiences), fix)];
  }
  const wanted = new Set(bound);
  if (audiences.some((audience) => wanted.has(audience))) return [];
  return [unmet(at, seen, listed(bound), fixFor(audiences, bound, 'bound_audiences', 'aud'))];
}

/** `bound_subject`, letter by letter. */
export function checkSubject(
  { claims }: TokenView,
  bound: string,
  title: string,
): readonly Finding[] {
  const sub = member(claims, 'sub') ?? '';
  if (bound === '' || sub === bound || typeof sub !== 'string') return [];
  const seen = sub === '' ? 'the token has no sub' : `the sub is ${quote(sub)}`;
  const fix = bound.includes('*')
    ? 'bound_subject is compared letter by letter, * included: for a pattern set bound_claims to {"sub": …} and bound_claims_type to glob.'
    : fixFor([sub], [bound], 'bound_subject', 'sub');
  return [unmet(`${title}, bound_subject`, seen, quote(bound), fix)];
}

/** `bound_issuer` of the configuration, letter by letter. */
export function checkIssuer({ issuer }: TokenView, bound: string): readonly Finding[] {
  if (bound === '' || issuer === bound) return [];
  const fix = fixFor([issuer], [bound], 'bound_issuer', 'iss');
  return [unmet('the config, bound_issuer', `the iss is ${quote(issuer)}`, quote(bound), fix)];
}

/** How many texts of each side are looked at for a slip. */
const MOST_NEAR = 100;

/** What to do about texts of which none is among the wanted ones. */
export function fixFor(
  seen: readonly string[],
  wanted: readonly string[],
  parameter: string,
  claim: string,
): string {
  for (const value of seen.slice(0, MOST_NEAR)) {
    for (const other of wanted.slice(0, MOST_NEAR)) {
      const difference = nearMiss(value, other);
      if (difference !== undefined) {
        return `They differ in ${difference}, and Vault compares letter by letter: write ${parameter} exactly as the ${claim} is.`;
      }
    }
  }
  return `Set ${parameter} to what the ${claim} of your tokens is, or take a token with another one.`;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
