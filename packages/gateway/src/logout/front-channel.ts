import { type Call, DrawbridgeError, type Reply, toDrawbridgeError } from '@drawbridge/core';
import type { Provider } from '@drawbridge/oauth';
import { faultReply } from '../answers/fault-reply.ts';
import { changesState } from '../browser/changes-state.ts';
import { readQuery } from '../browser/parameters.ts';
import { findByIssuer } from './find-by-issuer.ts';
import { tellFault } from '../told-fault.ts';
import type { LogoutContext } from './logout-context.ts';

/**
 * `GET AUTH/frontchannel-logout`: a frame in the provider's page at a sign-out there (OpenID Connect Front-Channel Logout 1.0
 * section 2). It ends the session that `iss` and `sid` name, and no other.
 *
 * Both are needed, though the standard leaves them to the provider: browsers send no cookies of ours into that frame, and if
 * they did, any page could sign people out with it.
 */
export async function frontChannel(context: LogoutContext, call: Call): Promise<Reply> {
  const { providers, sessions, log } = context;
  try {
    const query = readQuery(call);
    const [iss, sid] = [query.one('iss'), query.one('sid')];
    if (iss === undefined || sid === undefined) {
      throw new DrawbridgeError('parameter_missing', { hint: 'Send both iss and sid.' });
    }
    const [found] = await findByIssuer(providers, iss);
    if (found === undefined) {
      throw new DrawbridgeError('parameter_invalid', { hint: 'iss is that of no provider here.' });
    }
    // Nobody proves anything here, while what is ended is remembered for as long as a session lasts: made-up names would fill
    // the store.
    if (changesState(call) && (await sessions.knowsSid(iss, sid))) {
      await sessions.endSid(iss, sid);
      log.info('sessions ended', { by: 'front-channel', issuer: iss, of: 'session' });
    }
    return framedBy(found.provider);
  } catch (thrown) {
    const fault = toDrawbridgeError(thrown);
    tellFault(log, 'front-channel logout refused', fault);
    return faultReply(fault, [['content-security-policy', policy("'none'")]]);
  }
}

/** An empty page that only the provider may have in a frame. */
function framedBy({ issuer, endSessionEndpoint }: Provider): Reply {
  const addresses = endSessionEndpoint === undefined ? [issuer] : [issuer, endSessionEndpoint];
  const origins = new Set(addresses.map((address) => new URL(address).origin));
  return {
    status: 200,
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['cache-control', 'no-store'],
      ['content-security-policy', policy([...origins].join(' '))],
      ['referrer-policy', 'no-referrer'],
      ['x-content-type-options', 'nosniff'],
    ],
    body: '<!doctype html>\n<title>Signed out</title>\n',
  };
}

function policy(ancestors: string): string {
  return `default-src 'none'; frame-ancestors ${ancestors}`;
}
