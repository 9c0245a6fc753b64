import { type Clock, epochSeconds } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import type { IdentifiedTokens } from '../../kept/logins.ts';
import type { FoundLogin } from '../cache/login-files.ts';
import type { SignIns } from '../cache/sign-ins.ts';
import type { SignInCommand } from '../sign-in-command.ts';
import { isUnknownClient } from '../clients/unknown-client.ts';
import { renewingGrant } from './provider-client.ts';

/** What fresh tokens are come by with. */
export interface FreshTokensOptions {
  readonly signIns: SignIns;
  readonly command: SignInCommand;
  readonly http: () => Promise<HttpClient>;
  readonly clock: Clock;
}

/** Seconds before its end from which on an ID token is not handed out: it has a way to go yet. */
const MARGIN = 10;

/**
 * The tokens of a login, with an ID token that is good now. Where nothing can renew them, nobody is asked.
 *
 * @throws {DrawbridgeError} `sign_in_needed`, `data_unusable`, `token_endpoint_…`, `upstream_…`
 */
export async function freshTokens(
  { record, place }: FoundLogin,
  { signIns, command, http, clock }: FreshTokensOptions,
): Promise<IdentifiedTokens> {
  const { name, signIn, settings } = record;
  const kept = await signIns.peek(signIn, place);
  if (kept === undefined) throw command.needed(name, 'the sign-in behind the login was ended');
  const isOwn = settings.flow === 'client-credentials';
  let tokens = kept;
  if (isOwn || kept.refreshToken !== undefined) {
    const client = await http();
    try {
      tokens = await signIns.fresh(signIn, place, () => renewingGrant(record, client, clock));
    } catch (thrown) {
      // Another is registered by a new sign-in, which mends nothing for a client of somebody's own.
      if (settings.isRegistered !== true || !isUnknownClient(thrown)) throw thrown;
      const why = 'the provider does not take the client any more that it registered for the login';
      throw command.needed(name, why, thrown);
    }
  } else if ((kept.expiresAt ?? Infinity) - MARGIN <= epochSeconds(clock)) {
    const why = 'the sign-in has expired, and the provider gave nothing to renew it with';
    throw command.needed(name, why);
  }
  const { idToken } = tokens;
  if (idToken !== undefined) return { ...tokens, idToken };
  throw command.needed(name, 'the provider gave no ID token when the sign-in was renewed');
}
