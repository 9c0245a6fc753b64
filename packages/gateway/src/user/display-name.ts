import type { User } from './user.ts';

/** A person's name for a page that this person sees, and for nothing that decides. */
export function displayName({ email, name, preferredUsername, subject }: User): string {
  return email ?? name ?? preferredUsername ?? subject;
}
