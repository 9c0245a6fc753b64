/** Somebody who can sign in at the provider. */
export interface Person {
  /** `sub` */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly groups: readonly string[];
}

/** Those who can sign in: one whom the sample rules let in, and one whom they do not. */
export const PEOPLE: readonly Person[] = [
  { id: 'ada', name: 'Ada', email: 'ada@example.com', groups: ['engineering'] },
  { id: 'bob', name: 'Bob', email: 'bob@example.com', groups: ['sales'] },
];

/** What an ID token says of a person beside what belongs to the token itself. */
export function personClaims({ id, name, email, groups }: Person) {
  return { sub: id, name, email, email_verified: true, groups };
}
