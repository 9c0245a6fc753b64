import { endsToken, type Engine, markerKeys, type StoredValue } from '@drawbridge/core';
import type { User } from '../user/user.ts';
import type { Session } from './session.ts';

/** What a session is ended by, beside its own end. */
export interface Marked extends Pick<Session, 'sid' | 'madeOf'> {
  readonly user: Pick<User, 'issuer' | 'subject'>;
  /** Of a session that is ended by its own mark, since the store has no record of it. */
  readonly handle?: string;
}

/**
 * Where the store has what ends a session from outside: a logout of the provider's own session, of the person everywhere, or
 * of a session that is in its cookie. They are those that end tokens, by `sid`, `sub` and `jti`; and the mark of what it was made of.
 */
export async function marksOf(
  engine: Engine,
  { user, sid, handle, madeOf }: Marked,
): Promise<readonly string[]> {
  const claims: Readonly<Record<string, string | undefined>> = {
    sid,
    sub: user.subject,
    jti: handle,
  };
  const { issuer } = user;
  const marks = await markerKeys(engine, { issuer, claim: (name) => claims[name] });
  return madeOf === undefined ? marks : [...marks, madeOf.key];
}

/** Whether what the store has under these keys ends a session. @param createdAt - when it began */
export function isMarked(marks: readonly (StoredValue | undefined)[], createdAt: number): boolean {
  return marks.some((mark) => mark !== undefined && endsToken(mark.value, createdAt));
}
