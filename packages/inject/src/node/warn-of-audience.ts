import { decodeToken, type Log, member } from '@drawbridge/core';
import type { TokenSet, TokenSource } from '@drawbridge/oauth';

/**
 * A source that tells the log of tokens that lack an audience. They are sent all the same: what is in them is for the
 * upstream to judge.
 *
 * @param audience - `undefined` for none that is expected
 */
export function warnOfAudience(
  source: TokenSource,
  audience: string | undefined,
  log: Log,
): TokenSource {
  if (audience === undefined) return source;
  let last: string | undefined;
  function look(tokens: TokenSet): TokenSet {
    if (tokens.accessToken === last) return tokens;
    last = tokens.accessToken;
    const found = audiencesOf(last);
    if (found !== undefined && !found.includes(audience)) {
      log.warn('the access token is for another audience', {
        detail: `it lacks ${JSON.stringify(audience)}, so the upstream may refuse it`,
        hint: 'Ask whoever runs the issuer to add the audience for this client.',
      });
    }
    return tokens;
  }
  return {
    get: async (options) => look(await source.get(options)),
    peek() {
      const tokens = source.peek();
      return tokens === undefined ? undefined : look(tokens);
    },
    close: () => source.close(),
  };
}

/** The `aud` of a JWT (RFC 7519 section 4.1.3); `undefined` for a token that is none. */
function audiencesOf(token: string): readonly unknown[] | undefined {
  try {
    return [member(decodeToken(token, token.length).claims, 'aud') ?? []].flat();
  } catch {
    return undefined;
  }
}
