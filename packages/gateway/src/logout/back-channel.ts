import {
  type Call,
  createDefaultEngine,
  decodeToken,
  DrawbridgeError,
  member,
  quote,
  type Reply,
  toDrawbridgeError,
  UPSTREAM_DEFAULTS,
} from '@drawbridge/core';
import { createLogoutTokenCheck, type LogoutToken, type LogoutTokenCheck } from '@drawbridge/oauth';
import { faultReply } from '../answers/fault-reply.ts';
import { readForm } from '../browser/parameters.ts';
import { tellFault } from '../told-fault.ts';
import { findByIssuer, type FoundClient } from './find-by-issuer.ts';
import type { LogoutContext } from './logout-context.ts';

/**
 * `POST AUTH/backchannel-logout`: a provider says whom it signed out (OpenID Connect Back-Channel Logout 1.0 section 2.5).
 *
 * Whatever went wrong is answered with 400, as section 2.8 has it: the provider may send its token again, since none counts as
 * used before all that it ends has ended.
 */
export function createBackChannel(context: LogoutContext): (call: Call) => Promise<Reply> {
  const { providers, fetchDocument, sessions, store, clock, log } = context;
  const engine = createDefaultEngine();
  /** By the name of the provider: each keeps the keys. */
  const checks = new Map<string, { readonly jwksUri: string; readonly check: LogoutTokenCheck }>();

  function checkOf({ name, clientId, provider }: FoundClient): LogoutTokenCheck {
    const known = checks.get(name);
    if (known?.jwksUri === provider.jwksUri) return known.check;
    const check = createLogoutTokenCheck({ provider, clientId, fetchDocument, clock });
    checks.set(name, { jwksUri: provider.jwksUri, check });
    return check;
  }

  async function judge(text: string): Promise<LogoutToken> {
    const iss = member(decodeToken(text, UPSTREAM_DEFAULTS.tokenLength).claims, 'iss');
    let refusal = new DrawbridgeError('issuer_unknown', {
      detail: `the issuer of a logout token, ${quote(iss)}, is that of no provider`,
    });
    for (const client of await findByIssuer(providers, iss)) {
      try {
        return await checkOf(client).check(text);
      } catch (thrown) {
        // It may be for another client at the same issuer.
        if (!(thrown instanceof DrawbridgeError) || thrown.code !== 'audience_mismatch')
          throw thrown;
        refusal = thrown;
      }
    }
    throw refusal;
  }

  async function endOnce({ issuer, id, sid, subject, acceptedUntil }: LogoutToken): Promise<void> {
    const key = `logout/token/${await engine.sha256Text(JSON.stringify([issuer, id]))}`;
    const [used] = await store.get([key]);
    if (used !== undefined) throw replayed();
    // All of a person only where no session is named (section 2.4).
    if (sid === undefined) await sessions.endPerson(issuer, subject);
    else await sessions.endSid(issuer, sid);
    const noted = await store.put(key, 'used', { expiresAt: acceptedUntil, if: 'absent' });
    if (noted === undefined) throw replayed();
  }

  return async (call) => {
    try {
      const text = (await readForm(call)).one('logout_token');
      if (text === undefined) {
        throw new DrawbridgeError('parameter_missing', { hint: 'Send logout_token.' });
      }
      const token = await judge(text);
      await endOnce(token);
      const of = token.sid === undefined ? 'person' : 'session';
      log.info('sessions ended', { by: 'back-channel', issuer: token.issuer, of });
      return { status: 200, headers: [['cache-control', 'no-store']], body: null };
    } catch (thrown) {
      const fault = toDrawbridgeError(thrown);
      const { token, issuer } = fault;
      tellFault(log, 'back-channel logout refused', fault, { token, issuer });
      return { ...faultReply(fault, [], false), status: 400 };
    }
  };
}

function replayed(): DrawbridgeError {
  return new DrawbridgeError('token_used', {
    detail: 'a logout token came a second time, and nothing more was ended by it',
  });
}
