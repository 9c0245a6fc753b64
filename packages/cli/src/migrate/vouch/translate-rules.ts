import { quote } from '@drawbridge/core';
import type { Migration } from './migration.ts';

/** A rule of the section `gateway`. */
export interface MigratedRule {
  readonly name: string;
  readonly match: {
    readonly users?: readonly string[];
    readonly domains?: readonly string[];
  };
  readonly allow?: 'anyone' | 'signed-in';
}

/** What a rule takes for an email: without an @ it would be a subject. */
const EMAIL = /^[^@\s*]+@[^@\s*]+$/;

/** Translates whom Vouch Proxy let in, in its own order: everybody, else who is listed, else whose email is of the domains. */
export function translateRules(migration: Migration): readonly MigratedRule[] {
  const { publicAccess } = migration.settings;
  return [
    { name: 'people', ...peopleOf(migration) },
    ...(publicAccess ? [{ name: 'public', match: {}, allow: 'anyone' } as const] : []),
  ];
}

function peopleOf({ settings, note, fault }: Migration): Omit<MigratedRule, 'name'> {
  const { allowAllUsers, whiteList, teamWhitelist, domains, publicAccess } = settings;
  if (allowAllUsers) return { match: {}, allow: 'signed-in' };
  if (whiteList.length > 0) {
    const users = whiteList.filter((name) => EMAIL.test(name));
    const others = whiteList.filter((name) => !EMAIL.test(name));
    if (users.length === 0) {
      fault(
        'vouch.whiteList',
        'has no email in it, and user names of Vouch Proxy are none of the gateway: write emails in their place, or whiteList out of the file and a rule with the subjects that the provider has',
      );
    } else if (others.length > 0) {
      note(
        'vouch.whiteList',
        `not carried over: ${others.map(quote).join(', ')}; no email, and so no name of the gateway. Write a rule with the subject that the provider has for each.`,
      );
    }
    return { match: { users } };
  }
  if (teamWhitelist.length > 0) {
    fault(
      'vouch.teamWhitelist',
      'lets in teams of GitHub alone, and nobody of this provider: take it out',
    );
  }
  if (publicAccess) {
    note('vouch.publicAccess', 'who is not let in by the first rule is by the last, as before.');
  }
  return { match: { domains: domains.flatMap((domain) => [domain, `*.${domain}`]) } };
}
