import { quote } from '@drawbridge/core';
import type { Settings } from './settings.ts';

/** A rule of the section `gateway`. */
export interface MigratedRule {
  readonly name: string;
  readonly match: {
    readonly methods?: readonly string[];
    readonly paths?: readonly string[];
    readonly networks?: readonly string[];
    readonly users?: readonly string[];
    readonly domains?: readonly string[];
    readonly groups?: readonly string[];
    readonly claims?: Readonly<Record<string, { readonly has: readonly string[] }>>;
  };
  readonly allow?: 'anyone' | 'signed-in';
}

type Match = MigratedRule['match'];

/** Options that keep people out, and that nothing here says: without them more people would come in, so that they stop the move. */
const NARROWING: ReadonlyMap<string, string> = new Map([
  ['google_groups', 'Google tells no groups in ID tokens'],
  ['gitlab_projects', 'GitLab tells no projects in ID tokens'],
  ['github_org', 'GitHub gives no ID tokens'],
  ['github_team', 'GitHub gives no ID tokens'],
  ['github_repo', 'GitHub gives no ID tokens'],
  ['bitbucket_team', 'Bitbucket gives no ID tokens'],
  ['bitbucket_repository', 'Bitbucket gives no ID tokens'],
]);

/**
 * Translates whom oauth2-proxy let in: whose email is in the list or of a domain, and, where there are groups or roles, who has
 * one of them as well.
 *
 * @param emails - of `authenticated_emails_file`; `undefined` where there is none
 */
export function translatePeople(
  settings: Settings,
  emails: readonly string[] | undefined,
): readonly MigratedRule[] {
  for (const [name, why] of NARROWING) {
    if (settings.given.has(name) && settings.list(name).length > 0) {
      settings.fault(
        name,
        `keeps people out, and cannot be carried over: ${why}; take it out here, and name who is meant by allowed_groups or in a rule`,
      );
    }
  }
  const parts = crossed(emailMatches(settings, emails), groupMatches(settings));
  return parts.map((match, index) => ({
    name: index === 0 ? 'people' : `people ${index + 1}`,
    match,
    ...(Object.keys(match).length === 0 && { allow: 'signed-in' }),
  }));
}

/** Each of one with each of the other. */
function crossed(some: readonly Match[], others: readonly Match[]): readonly Match[] {
  return some.flatMap((one) => others.map((other) => ({ ...one, ...other })));
}

function emailMatches(settings: Settings, emails: readonly string[] | undefined): readonly Match[] {
  const domains = settings.list('email_domains');
  for (const email of emails ?? []) {
    if (!EMAIL.test(email)) {
      settings.fault('authenticated_emails_file', `has ${quote(email)}, which is no email`);
    }
  }
  if (domains.includes('*')) return [{}];
  if (domains.length === 0 && emails === undefined) {
    settings.fault(
      'email_domains',
      'is missing, and so is authenticated_emails_file: nobody is let in; "*" is everybody who signs in',
    );
    return [{}];
  }
  if (domains.length === 0 && emails?.length === 0) {
    settings.fault('authenticated_emails_file', 'names nobody, so that nobody is let in');
  }
  return [
    ...(domains.length === 0 ? [] : [{ domains: domains.map(domainPattern) }]),
    ...(emails === undefined || emails.length === 0 ? [] : [{ users: emails }]),
  ];
}

/** What a rule takes for one: without an @ it would be a subject. */
const EMAIL = /^[^@\s*]+@[^@\s*]+$/;

/** `.example.com` was every name below it. */
function domainPattern(domain: string): string {
  return domain.startsWith('.') ? `*${domain}` : domain;
}

/** Whoever is in none of them was kept out. Empty: groups did not matter. */
export function groupsLetIn(settings: Settings): readonly string[] {
  return ['allowed_groups', 'keycloak_groups', 'gitlab_groups'].flatMap(settings.list);
}

function groupMatches(settings: Settings): readonly Match[] {
  const groups = groupsLetIn(settings);
  const roles = roleClaims(settings);
  if (groups.length === 0 && roles.length === 0) return [{}];
  return [
    ...(groups.length === 0 ? [] : [{ groups: [...new Set(groups)] }]),
    ...roles.map((claims) => ({ claims })),
  ];
}

/** Roles of Keycloak: `ROLE` of the realm, `CLIENT:ROLE` of a client. */
function roleClaims(settings: Settings): readonly NonNullable<Match['claims']>[] {
  const byClaim = new Map<string, string[]>();
  for (const role of settings.list('allowed_roles')) {
    const [, client, own] = /^([^:]+):(.+)$/.exec(role) ?? [];
    if (client !== undefined && !/^[\w-]+$/.test(client)) {
      settings.fault(
        'allowed_roles',
        `has ${quote(role)}, a role of a client whose name is no simple word: write a rule for it, with match.claims`,
      );
      continue;
    }
    const claim = client === undefined ? 'realm_access.roles' : `resource_access.${client}.roles`;
    byClaim.set(claim, [...(byClaim.get(claim) ?? []), own ?? role]);
  }
  return [...byClaim].map(([claim, has]) => ({ [claim]: { has } }));
}
