import { type HeaderField, member } from '@drawbridge/core';
import { userName } from '../user/person-of.ts';
import type { User } from '../user/user.ts';
import { fieldValue, type ListStyle, listValue } from './field-value.ts';
import { type IdentityField, identityFieldFaults, type IdentityValue } from './identity-field.ts';

/**
 * Tells an app who somebody is. Every field is there each time, empty where nothing is known: a proxy that finds none leaves
 * in place what the client sent under its name.
 */
export type IdentityFields = (user: User | undefined) => readonly HeaderField[];

/**
 * Makes {@link IdentityFields}.
 *
 * @throws {TypeError} for what {@link identityFieldFaults} finds
 */
export function createIdentityFields(fields: readonly IdentityField[]): IdentityFields {
  for (const { index, fault } of identityFieldFaults(fields)) {
    throw new TypeError(`the field ${JSON.stringify(fields[index]?.name)} ${fault}`);
  }
  const nobody = fields.map(({ name }): HeaderField => [name, '']);
  /** A session that was seen before has the same user again, as the same object. */
  const written = new WeakMap<User, readonly HeaderField[]>();
  return (user) => {
    if (user === undefined) return nobody;
    let known = written.get(user);
    if (known === undefined) {
      known = fields.map(({ name, value }): HeaderField => [name, write(value, user)]);
      written.set(user, known);
    }
    return known;
  };
}

function write(value: IdentityValue, user: User): string {
  if (typeof value === 'object') return writeClaim(claimOf(user, value.claim), value.lists);
  switch (value) {
    case 'user':
      return fieldValue(userName(user));
    case 'groups':
      return writeClaim(groupsOf(user));
    case 'isSignedIn':
      return 'true';
    case 'email':
    case 'name':
    case 'preferredUsername':
    case 'subject':
    case 'provider':
      return fieldValue(user[value] ?? '');
  }
}

/** A claim by what was found of it: an email that is not verified is none, and groups that some are missing of are unknown. */
function claimOf(user: User, name: string): unknown {
  if (name === 'sub') return user.subject;
  if (name === 'iss') return user.issuer;
  if (name === 'email') return user.email;
  if (user.groups.kind === 'known' && name === user.groups.claim) return user.groups.groups;
  return member(user.claims, name);
}

function groupsOf({ groups }: User): readonly string[] {
  return groups.kind === 'known' ? groups.groups : [];
}

function writeClaim(value: unknown, lists: ListStyle = 'plain'): string {
  if (Array.isArray(value)) return listValue(value.map(textOf), lists);
  return fieldValue(textOf(value));
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
