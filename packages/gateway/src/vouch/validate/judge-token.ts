import { DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';
import { domainIn, type VouchSession } from '@drawbridge/oauth';
import { printableAscii } from '../answers/error-fields.ts';
import { endedKey, isMarkedEnded } from '../ended-sessions.ts';
import type { VouchContext } from '../vouch-context.ts';
import { wireText } from './wire-text.ts';

/** What became of one token. */
export type Judgement =
  | {
      readonly kind: 'good';
      readonly session: VouchSession;
      /** See `endedKey`: whether it was ended is asked each time. */
      readonly key: string;
    }
  | {
      /** `bad`: nobody's, over, or ended. `elsewhere`: somebody's, and not for this host. */
      readonly kind: 'bad' | 'elsewhere';
      readonly fault: DrawbridgeError;
    };

/**
 * Judges a token as `/validate` does: its signature and its end, that it names somebody, that it was not ended before its time,
 * and that the host is in the domains, both of the settings and of the token.
 *
 * @param host - `undefined`: of a question that is not about a host
 * @throws {DrawbridgeError} `store_unavailable`
 */
export async function judgeToken(
  context: VouchContext,
  token: string,
  host: string | undefined,
): Promise<Judgement> {
  const { codec, engine, managed, settings, store } = context;
  let session: VouchSession;
  try {
    session = await codec.decode(token);
  } catch (thrown) {
    const fault = toDrawbridgeError(thrown);
    if (fault.kind !== 'token') throw fault;
    return { kind: 'bad', fault };
  }
  if ((wireText(session.username) ?? '') === '') return { kind: 'bad', fault: noUser() };
  const key = await endedKey(engine, session);
  if (await isMarkedEnded(store, key)) return { kind: 'bad', fault: ended() };
  if (host !== undefined && !settings.allowAllUsers) {
    const audience = session.audience.split(',').map((domain) => domain.trim());
    if (managed.domainOf(host) === undefined || domainIn(audience, host) === undefined) {
      return { kind: 'elsewhere', fault: otherHost(host) };
    }
  }
  return { kind: 'good', session, key };
}

function noUser(): DrawbridgeError {
  return new DrawbridgeError('claim_missing', { detail: 'no User found in jwt' });
}

function ended(): DrawbridgeError {
  return new DrawbridgeError('token_revoked', { detail: 'the jwt was ended by a sign-out' });
}

function otherHost(host: string): DrawbridgeError {
  return new DrawbridgeError('audience_mismatch', {
    detail: `Host '${printableAscii(host)}' is not authorized: it is not in vouch.domains, or not in the domains of the jwt`,
    hint: 'See that the proxy sends the Host of the browser on as it is.',
  });
}
