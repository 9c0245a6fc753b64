import {
  DrawbridgeError,
  member,
  parseJsonObject,
  quote,
  toDrawbridgeError,
} from '@drawbridge/core';
import { type FetchByToken, getByToken } from '@drawbridge/oauth';
import { withoutToken } from './without-token.ts';

/** Whose teams are asked for, and how. */
export interface GithubTeamsOptions {
  readonly userTeamUrl: string;
  readonly userOrgUrl: string;
  /** `org/team` or `org`. */
  readonly teamWhitelist: readonly string[];
  readonly username: string;
  readonly accessToken: string;
  readonly fetch: FetchByToken;
  /** Milliseconds of one request. */
  readonly timeout: number;
}

/** Requests at a time. */
const AT_ONCE = 5;

/**
 * Asks GitHub in which of some teams and organizations a person is, and for no others.
 *
 * @returns those of the list, in its order and spelling
 * @throws {DrawbridgeError} of kind `upstream` where it does not say
 */
export async function githubTeams(options: GithubTeamsOptions): Promise<readonly string[]> {
  const { teamWhitelist } = options;
  const found: string[] = [];
  for (let at = 0; at < teamWhitelist.length; at += AT_ONCE) {
    const some = teamWhitelist.slice(at, at + AT_ONCE);
    const answers = await Promise.all(some.map((entry) => isMember(entry, options)));
    found.push(...some.filter((_, index) => answers[index]));
  }
  return found;
}

/** RFC 3986 section 5.2.4. */
const DOTS = /^\.{1,2}$/;

async function isMember(entry: string, options: GithubTeamsOptions): Promise<boolean> {
  const [org = '', team, ...others] = entry.split('/');
  // No team has such a name.
  if (org === '' || team === '' || others.length > 0) return false;
  // Nor has anybody one that an address is read without, and another thing is asked then.
  if (DOTS.test(options.username)) return false;
  const template = team === undefined ? options.userOrgUrl : options.userTeamUrl;
  const names = { ':org_id': org, ':team_slug': team ?? '', ':username': options.username };
  const url = withoutToken(template).replaceAll(/:org_id|:team_slug|:username/g, (name) =>
    encodeURIComponent(names[name as keyof typeof names]),
  );
  const { accessToken, fetch, timeout } = options;
  const { response, body } = await getByToken({ url, accessToken, fetch, timeout }).catch(
    (thrown: unknown) => {
      // The address has the name of a person in it.
      const { code } = toDrawbridgeError(thrown);
      throw new DrawbridgeError(code, {
        detail: `${withoutToken(template)} did not tell whether somebody is in ${quote(entry)}`,
      });
    },
  );
  const { status } = response;
  if (status === 404) return false;
  if (team === undefined) {
    if (status === 204) return true;
    // Who asks is no member of the organization, and asks for itself.
    if (status === 302) return false;
  } else if (status === 200) {
    const json = parseJsonObject(body);
    return json !== undefined && member(json, 'state') === 'active';
  }
  throw new DrawbridgeError('upstream_invalid', {
    detail: `${withoutToken(template)} answered with status ${status}, and not with whether somebody is in ${quote(entry)}`,
    hint: 'See that oauth.scopes has read:org, and that the organization has approved the app.',
  });
}
