import {
  aboutToken,
  createDefaultEngine,
  deepFreeze,
  DrawbridgeError,
  fingerprintOfName,
  type HeaderField,
} from '@drawbridge/core';
import { createVouchCodec } from '@drawbridge/oauth';
import { checkAudience } from './check-audience.ts';
import type { CookieCaller } from './cookie-caller.ts';
import { JudgedCookie } from './judged-cookie.ts';
import type { CookieGuardOptions } from './options.ts';

/**
 * Judges the value of a cookie, in a request with these header fields.
 *
 * @throws {DrawbridgeError} of kind `token` for one that is not accepted; otherwise what `isRevoked` threw
 */
export type CookieJudge = (value: string, headers: readonly HeaderField[]) => Promise<CookieCaller>;

/** @throws {TypeError} for keys or an algorithm that cannot be used */
export function createCookieJudge(options: CookieGuardOptions): CookieJudge {
  const { keys, algorithm, audience, checkHost = false, isRevoked, clock } = options;
  const codec = createVouchCodec({
    keys,
    ...(algorithm !== undefined && { algorithm }),
    ...(clock !== undefined && { clock }),
  });
  const engine = createDefaultEngine();
  const hosts = typeof audience === 'string' ? [audience] : audience;

  async function judge(
    value: string,
    headers: readonly HeaderField[],
    fingerprint: string,
  ): Promise<CookieCaller> {
    const session = await codec.decode(value);
    if (session.username === '') {
      throw new DrawbridgeError('claim_missing', { detail: 'the cookie has no username' });
    }
    checkAudience(session.audience, headers, { hosts, checkHost });
    if (!deepFreeze(session.customClaims)) {
      throw new DrawbridgeError('token_malformed', {
        detail: 'the claims of the cookie are nested too deeply',
      });
    }
    // Of an answer that is neither yes nor no, nobody knows what it means.
    const revoked: unknown = isRevoked === undefined ? false : await isRevoked({ session, value });
    if (revoked !== false) throw new DrawbridgeError('token_revoked');
    return new JudgedCookie(session, fingerprint);
  }

  return async (value, headers) => {
    const fingerprint = fingerprintOfName(await engine.sha256Text(value));
    try {
      return await judge(value, headers, fingerprint);
    } catch (thrown) {
      throw aboutToken(thrown, fingerprint, undefined);
    }
  };
}
