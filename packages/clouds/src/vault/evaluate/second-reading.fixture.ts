import type { JsonObject } from '@drawbridge/core';

/**
 * Whether a role lets a token in, read from the documentation a second time, and as plainly as it goes: for roles and tokens where
 * Vault and OpenBao agree. It shares nothing with the evaluator.
 */
export function letsIn(role: Role, config: Config, claims: JsonObject, now: number): boolean {
  return (
    role.role_type === 'jwt' &&
    (config.bound_issuer === undefined || claims['iss'] === config.bound_issuer) &&
    (role.bound_subject === undefined || claims['sub'] === role.bound_subject) &&
    isForVault(role.bound_audiences ?? [], claims['aud']) &&
    Object.entries(role.bound_claims ?? {}).every(([name, wanted]) =>
      list(wanted).some((want) =>
        list(claimAt(claims, name)).some((value) =>
          role.bound_claims_type === 'glob'
            ? typeof value === 'string' && isLike(String(want), value)
            : value === want &&
              !(typeof value === 'number' && Array.isArray(claimAt(claims, name))),
        ),
      ),
    ) &&
    hasUser(claims, role.user_claim) &&
    hasGroups(claims, role.groups_claim) &&
    isInTime(role, claims, now)
  );
}

export interface Config {
  readonly bound_issuer?: string;
}

export interface Role {
  readonly role_type: string;
  readonly user_claim: string;
  readonly groups_claim?: string;
  readonly bound_audiences?: readonly string[];
  readonly bound_subject?: string;
  readonly bound_claims?: Readonly<Record<string, unknown>>;
  readonly bound_claims_type?: string;
  readonly clock_skew_leeway?: number;
  readonly expiration_leeway?: number;
  readonly not_before_leeway?: number;
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

function claimAt(claims: JsonObject, name: string): unknown {
  if (!name.startsWith('/')) return Object.hasOwn(claims, name) ? claims[name] : undefined;
  let at: unknown = claims;
  for (const part of name.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as JsonObject)[part];
  }
  return at;
}

function isForVault(bound: readonly string[], aud: unknown): boolean {
  const its = list(aud);
  return bound.length === 0 ? its.length === 0 : its.some((one) => bound.includes(String(one)));
}

/** Each star tried with every length: slow, and plain to see. */
function isLike(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern;
  if (pattern === '') return text === '';
  if (head !== '*') return text.startsWith(head) && isLike(rest.join(''), text.slice(head.length));
  for (let length = 0; length <= text.length; length++) {
    if (isLike(rest.join(''), text.slice(length))) return true;
  }
  return false;
}

function hasUser(claims: JsonObject, name: string): boolean {
  const user = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return typeof user === 'string' && user.length > 0;
}

function hasGroups(claims: JsonObject, name: string | undefined): boolean {
  if (name === undefined) return true;
  const groups = claimAt(claims, name);
  return (
    groups !== undefined &&
    groups !== null &&
    list(groups).every((group) => typeof group === 'string')
  );
}

/** Filled in as the Go library does it, step by step. */
function isInTime(role: Role, claims: JsonObject, now: number): boolean {
  const seconds = (given: number | undefined, usual: number) => {
    if (given === undefined || given === 0) return usual;
    return given < 0 ? 0 : given;
  };
  const skew = seconds(role.clock_skew_leeway, 60);
  const issued = claims['iat'] as number | undefined;
  let begins = claims['nbf'] as number | undefined;
  let ends = claims['exp'] as number | undefined;
  if (issued === undefined && begins === undefined && ends === undefined) return false;
  if (ends === undefined) {
    const starts = [issued, begins].filter((start) => start !== undefined);
    ends = Math.max(...starts) + seconds(role.expiration_leeway, 150);
  }
  if (begins === undefined) begins = issued ?? ends - seconds(role.not_before_leeway, 150);
  return (
    begins <= now + skew && ends >= now - skew && (issued === undefined || issued <= now + skew)
  );
}
