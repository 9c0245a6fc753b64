import { isSafeScheme, type Log } from '@drawbridge/core';
import type { RouteSection } from './section/route-schema.ts';

/** Tells the log of an upstream on whose way somebody may read the token. */
export function warnOfUpstream({ upstream, tlsNoVerify }: RouteSection, log: Log): void {
  if (tlsNoVerify === true) {
    log.warn('the certificate of the upstream is not verified', {
      upstream,
      detail: 'whoever is on the way to it can read the token, and use it',
      hint: 'Give caFile (--ca) in place of tlsNoVerify.',
    });
  }
  if (isSafeScheme(new URL(upstream))) return;
  log.warn('the upstream is reached without TLS', {
    upstream,
    detail: 'whoever is on the way to it can read the token, and use it',
    hint: 'Give its address with https, if it has one.',
  });
}

/** Tells the log of a host to listen on that other machines may reach, where callers need to know nothing. */
export function warnOfListen(host: string, log: Log): void {
  if (/^(?:localhost|127\.[\d.]+|::1)$/.test(host)) return;
  log.warn('other machines can call', {
    detail: `it listens on ${host} and asks for no secret: whoever reaches it acts for the person`,
    hint: 'Listen on 127.0.0.1, give inject.secret, or see to it that nobody else reaches the port.',
  });
}
