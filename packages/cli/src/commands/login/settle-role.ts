import { DrawbridgeError, type JsonObject, quote } from '@drawbridge/core';
import { type OfferedRole, offeredRoles } from '@drawbridge/login';
import { chooseRole } from './choose-role.ts';
import type { Session } from './session.ts';
import type { LaterChoice } from './settle-login.ts';

/**
 * The session with its role, where there is nothing to choose.
 *
 * @param claims - of the ID token, which was verified
 * @returns `undefined` where a person is to choose
 * @throws {DrawbridgeError} `sign_in_unavailable` where the person has none
 */
export async function withOnlyRole(
  session: Session,
  claims: JsonObject,
): Promise<Session | undefined> {
  const { choice } = session.login;
  if (choice === undefined) return session;
  const [only, ...others] = offersOf(choice, claims);
  if (others.length > 0 || only === undefined) return undefined;
  return { ...session, login: await choice.settle(nameOf(only)) };
}

/**
 * The session with its role, which a person chooses where there are several.
 *
 * @throws {DrawbridgeError} `sign_in_unavailable`; `usage_invalid` where nobody can be asked
 * @throws {ChildEnded} when it was called off
 */
export async function withRole(session: Session, claims: JsonObject): Promise<Session> {
  const settled = await withOnlyRole(session, claims);
  const { choice } = session.login;
  if (settled !== undefined || choice === undefined) return settled ?? session;
  const offers = offersOf(choice, claims).map((offer) => ({
    role: nameOf(offer),
    hint: hintOf(offer),
  }));
  const role = await chooseRole(offers, session.context.terminal);
  return { ...session, login: await choice.settle(role) };
}

/** All but those that the person does not have. */
function offersOf({ rules }: LaterChoice, claims: JsonObject): readonly OfferedRole[] {
  const offers = offeredRoles(rules, claims).filter(({ has }) => has !== 'no');
  if (offers.length > 0) return offers;
  throw new DrawbridgeError('sign_in_unavailable', {
    detail: `the ID token has none of the roles that there are (claim ${quote(rules.rolesClaim ?? '')})`,
    hint: 'Have one given to you at the provider. With --role ARN, AWS is asked all the same.',
  });
}

function nameOf({ name, arn }: OfferedRole): string {
  return name ?? arn;
}

function hintOf({ name, arn, account, has }: OfferedRole): string {
  const what = name !== undefined ? arn : account === undefined ? '' : `account ${account}`;
  return has === 'yes' ? what : `${what}, not known whether you have it`;
}
