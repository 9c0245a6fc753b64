import type { Sealer } from '@drawbridge/core';
import type { Session } from '../session/session.ts';

/** Shows that a form was on a page that this session was shown. */
export interface FormToken {
  make(session: Pick<Session, 'id'>): Promise<string>;
  isOf(session: Pick<Session, 'id'>, token: string): Promise<boolean>;
}

const TEXT = 'account form 1';

/** Makes tokens that are good for one session, for as long as it lasts, in all processes. */
export function createFormToken(sealer: Sealer): FormToken {
  const contextOf = ({ id }: Pick<Session, 'id'>) => `account/form/${id}`;
  return {
    make: async (session) => sealer.seal(TEXT, contextOf(session)),
    isOf: async (session, token) => (await sealer.open(token, contextOf(session))) === TEXT,
  };
}
