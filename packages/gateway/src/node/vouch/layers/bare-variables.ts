import { VOUCH_KEYS, type VouchKeyName } from '../keys/all-keys.ts';
import type { GivenValue, VouchNote } from './given-value.ts';
import type { Variables } from './read-vouch-variables.ts';

/**
 * Notes of variables without a prefix, which Vouch Proxy takes where the one with a prefix is not set: `CLIENT_ID` for
 * `OAUTH_CLIENT_ID`. None is taken here. They are names that any program may be given: `DOCUMENT_ROOT` is one of CGI (RFC 3875),
 * and a `TOKEN_URL` that was meant for somebody else would have the client secret sent there. Nobody documents them, and who goes
 * by one is told the name to give it.
 */
export function noteBareVariables(
  env: Variables,
  given: ReadonlyMap<VouchKeyName, GivenValue>,
): readonly VouchNote[] {
  return [...VOUCH_KEYS].flatMap(
    ([
      key,
      {
        bare,
        env: [instead = ''],
      },
    ]) => {
      if (bare === undefined || !env[bare] || given.has(key)) return [];
      return [
        { event: 'variable not taken: it has no prefix', fields: { variable: bare, instead } },
      ];
    },
  );
}

/** What is said of a key that is missing, where such a variable is there: ` (CLIENT_ID is …)`, or nothing. */
export function bareInstead(key: VouchKeyName, env: Variables): string {
  const entry = VOUCH_KEYS.get(key);
  const bare = entry?.bare;
  if (bare === undefined || !env[bare]) return '';
  return ` (${bare} is set, and counts for nothing without its prefix: name it ${entry?.env[0]})`;
}
