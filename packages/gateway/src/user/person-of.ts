import type { AccessPerson } from '@drawbridge/rules';
import type { User } from './user.ts';

/** What rules and apps call somebody: by an email that was verified, else by the subject. Nobody chose either freely. */
export function userName({ email, subject }: Pick<User, 'email' | 'subject'>): string {
  return email ?? subject;
}

/** Somebody as rules see them. */
export function personOf(user: User): AccessPerson {
  const { provider, subject, email, groups, claims } = user;
  return {
    provider,
    user: userName(user),
    subject,
    ...(email !== undefined && { email }),
    groups,
    claims,
  };
}
