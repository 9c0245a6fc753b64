import { type JsonObject, printable } from '@drawbridge/core';
import type { User } from './map-user.ts';

/** Groups that are told of a user. */
const MAX_TOLD = 20;

/** A user in words: `drawbridge:ci (groups drawbridge:deployers)`. */
export function userText({ username, groups }: User): string {
  const told = groups.slice(0, MAX_TOLD);
  const more = groups.length > MAX_TOLD ? [`and ${groups.length - MAX_TOLD} more`] : [];
  const list = groups.length === 0 ? '' : ` (groups ${[...told, ...more].join(', ')})`;
  return printable(`${username}${list}`).replaceAll('\n', String.raw`\u000a`);
}

/** A user as the expressions of its rules see one: every member is there. */
export function userValue({ username, groups, uid, extra }: User): JsonObject {
  return { username, uid, groups, extra: Object.fromEntries(extra) };
}
