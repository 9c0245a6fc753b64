import type { AccessPerson, AccessTarget } from './access.ts';
import type { AccessMatch, AccessRule } from './access-rule.ts';
import { compileAccessRules } from './compile-access-rules.ts';

/** A request, but for what a test says otherwise. */
export function target(more: Partial<AccessTarget> = {}): AccessTarget {
  return { host: 'app.test', path: '/', method: 'GET', address: '192.0.2.1', ...more };
}

/** Somebody, but for what a test says otherwise; `groups` is a list of names, or why they are not known. */
export function person({
  groups = [],
  ...more
}: Partial<Omit<AccessPerson, 'groups'>> & {
  readonly groups?: readonly string[] | string;
} = {}): AccessPerson {
  return {
    provider: 'okta',
    user: 'alice@company.test',
    subject: '00u1',
    email: 'alice@company.test',
    groups:
      typeof groups === 'string'
        ? { kind: 'unknown', reason: groups }
        : { kind: 'known', groups, claim: 'groups' },
    claims: {},
    ...more,
  };
}

/** A rule that lets in who matches, under its own name. */
export function rule(match: AccessMatch, more: Partial<AccessRule> = {}): AccessRule {
  return { name: 'r', match, ...more };
}

/** Whether a match holds of a person and a request: of a rule that lets in, and of one that keeps out before one for all. */
export async function holds(
  match: AccessMatch,
  who: AccessPerson = person(),
  what: AccessTarget = target(),
): Promise<{ readonly allows: boolean; readonly denies: boolean }> {
  const isOfPerson = ['providers', 'users', 'domains', 'groups', 'claims'].some(
    (name) => name in match,
  );
  const allow = isOfPerson ? {} : ({ allow: 'anyone' } as const);
  const [letsIn, keepsOut] = await Promise.all([
    compileAccessRules([rule(match, allow)]),
    compileAccessRules([rule(match, { deny: true }), { name: 'all', match: {}, allow: 'anyone' }]),
  ]);
  return {
    allows: letsIn.decide(what, who).kind === 'allowed',
    denies: keepsOut.decide(what, who).kind === 'denied',
  };
}

export const MET = { allows: true, denies: true };
export const UNMET = { allows: false, denies: false };
/** Of what is not known, no rule lets anybody in, and a rule that keeps out does. */
export const UNKNOWN = { allows: false, denies: true };
