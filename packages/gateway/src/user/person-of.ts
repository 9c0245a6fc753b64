import type { AccessPerson } from '@drawbridge/rules';
import type { User } from './user.ts';

/**
 * What apps call somebody: by an email that was verified, else by the subject. Some providers let people choose their subject, as
 * a user name, and one that has an `@` would be taken for the email of somebody else: it is not told here.
 *
 * @returns empty where there is no such name
 */
export function userName({ email, subject }: Pick<User, 'email' | 'subject'>): string {
  return email ?? (subject.includes('@') ? '' : subject);
}

/** A session that was seen before has the same user again, as the same object: then rules have the same person again. */
const persons = new WeakMap<User, AccessPerson>();

/** Somebody as rules see them. */
export function personOf(user: User): AccessPerson {
  let known = persons.get(user);
  if (known === undefined) {
    known = toPerson(user);
    persons.set(user, known);
  }
  return known;
}

function toPerson(user: User): AccessPerson {
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
