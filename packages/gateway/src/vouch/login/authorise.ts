import { DrawbridgeError, member } from '@drawbridge/core';
import { domainIn } from '@drawbridge/oauth';
import { saysNo } from '../says-no.ts';
import { wireText } from '../validate/wire-text.ts';
import type { VouchIdentity } from '../vouch-provider.ts';
import type { VouchSettings } from '../vouch-settings.ts';

type Lists = Pick<VouchSettings, 'allowAllUsers' | 'whiteList' | 'teamWhitelist' | 'domains'>;

/**
 * Whether somebody whom the provider knows may come in, by the first of these that is set: `allowAllUsers`, the user name in
 * `whiteList`, a team in `teamWhitelist`, the domain of the email in `domains`; where none is, everybody may.
 *
 * An email that the provider says it did not verify is nobody's: not as a user name, and not for its domain.
 *
 * @throws {DrawbridgeError} `access_denied` with what would have to be; it names nobody
 */
export function authorise(
  { username, email, teams, claims }: VouchIdentity,
  { allowAllUsers, whiteList, teamWhitelist, domains }: Lists,
): void {
  if ((wireText(username) ?? '') === '') {
    throw denied('the user name is empty, or cannot be told to an app in a header field');
  }
  const isUnverified = saysNo(member(claims, 'email_verified'));
  if (isUnverified && isEmail(username, email, claims)) {
    throw denied('the user name is an email that the provider says it did not verify');
  }
  if (allowAllUsers) return;
  if (whiteList.length > 0) {
    if (whiteList.includes(username)) return;
    throw denied('the user name is not in vouch.whiteList');
  }
  if (teamWhitelist.length > 0) {
    if (teams.some((team) => teamWhitelist.includes(team))) return;
    throw denied('no team of the user is in vouch.teamWhitelist');
  }
  if (domains.length === 0) return;
  if (isUnverified) throw denied('the email is one that the provider says it did not verify');
  if (domainIn(domains, domainOfEmail(email)) === undefined) {
    throw denied('the email is not within a domain of vouch.domains');
  }
}

function isEmail(
  username: string,
  email: string | undefined,
  claims: VouchIdentity['claims'],
): boolean {
  const told = [email, member(claims, 'email')].map((text) =>
    typeof text === 'string' ? text.toLowerCase() : undefined,
  );
  return told.includes(username.toLowerCase());
}

/** @returns empty for what has not exactly one `@`, with something before it: readers disagree about which of two counts */
function domainOfEmail(email = ''): string {
  const [local = '', domain = '', ...more] = email.split('@');
  return local !== '' && more.length === 0 && !domain.includes(':') && !domain.endsWith('.')
    ? domain
    : '';
}

function denied(detail: string): DrawbridgeError {
  return new DrawbridgeError('access_denied', {
    detail,
    hint: 'If you should be let in, ask whoever runs this gateway, and say with which account you signed in.',
  });
}
