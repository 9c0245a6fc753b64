import { type Call, DrawbridgeError, quote } from '@drawbridge/core';
import { parseEmail } from '@drawbridge/rules';
import { type Parameters, readQuery } from '../../browser/parameters.ts';
import type { Verdict } from '../../decision/verdict.ts';
import type { User } from '../../user/user.ts';

/** Whom the address that a proxy asks at lets in, of those that the rules do. */
export interface Constraints {
  readonly checks: readonly ((user: User) => boolean)[];
  /** Whether all of them must hold, or one of them. */
  readonly all: boolean;
}

/**
 * Reads `allowed_groups`, `allowed_emails`, `allowed_email_domains` and `allowed_users`, each a list with commas, and
 * `require_all_matches` and `constraints_required`. One that is there and has nothing in it is for nobody: a variable of a
 * proxy's that is not set opens nothing.
 *
 * @throws {DrawbridgeError} `parameter_invalid` for one that is there twice, or is neither `true` nor `false`
 */
export function readConstraints(call: Pick<Call, 'target'>): Constraints {
  const query = readQuery(call);
  const checks = Object.entries(CHECKS).flatMap(([name, check]) => {
    if (!query.all.has(name)) return [];
    const allowed = (query.one(name) ?? '')
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
    return [(user: User) => check(user, allowed)];
  });
  const isRequired = readFlag(query, 'constraints_required', false);
  return {
    checks: checks.length === 0 && isRequired ? [() => false] : checks,
    all: readFlag(query, 'require_all_matches', true),
  };
}

/** What of a person each list is compared with. A `sub` and a group are compared letter by letter. */
const CHECKS: Readonly<Record<string, (user: User, allowed: readonly string[]) => boolean>> = {
  allowed_groups: ({ groups }, allowed) =>
    groups.kind === 'known' && allowed.some((group) => groups.groups.includes(group)),
  allowed_emails: ({ email }, allowed) =>
    email !== undefined && allowed.some((other) => lower(other) === lower(email)),
  allowed_email_domains: ({ email }, allowed) => {
    const domain = email === undefined ? undefined : parseEmail(email)?.domain;
    return domain !== undefined && allowed.some((pattern) => isIn(domain, lower(pattern)));
  },
  allowed_users: ({ subject }, allowed) => allowed.includes(subject),
};

/** ASCII alone: other letters have no other case in what is compared here. */
function lower(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** `.example.com` and `*.example.com` are every name below it. */
function isIn(domain: string, pattern: string): boolean {
  const end = pattern.replace(/^\*(?=\.)/, '');
  return end.startsWith('.')
    ? end.length > 1 && domain.length > end.length && domain.endsWith(end)
    : domain === end;
}

function readFlag(query: Parameters, name: string, fallback: boolean): boolean {
  if (!query.all.has(name)) return fallback;
  const value = query.one(name) ?? '';
  if (value === 'true' || value === 'false') return value === 'true';
  throw new DrawbridgeError('parameter_invalid', {
    detail: `the parameter ${name} is ${quote(value)}, and neither true nor false`,
    hint: 'Correct the address that the proxy asks at.',
  });
}

/** Narrows what was decided. It lets nobody in that the rules do not. */
export function narrow(verdict: Verdict, { checks, all }: Constraints): Verdict {
  if (verdict.kind !== 'allowed' || checks.length === 0) return verdict;
  const { user } = verdict;
  if (user === undefined) {
    return { kind: 'unauthorized', fault: new DrawbridgeError('credentials_missing') };
  }
  const holds = (check: (user: User) => boolean) => check(user);
  if (all ? checks.every(holds) : checks.some(holds)) return verdict;
  const fault = new DrawbridgeError('access_denied', {
    detail: `the rule ${quote(verdict.rule)} lets this person in, and the address that the proxy asks at (allowed_groups and the like) does not`,
  });
  return { kind: 'forbidden', fault, user };
}
