import { DrawbridgeError, quote } from '@drawbridge/core';
import type { AppHosts } from '../hosts/app-hosts.ts';
import type { AuthOrigin } from '../hosts/auth-origin.ts';
import { SCHEME_HINT } from '../hosts/hosts-of-call.ts';
import type { Question } from '../question/question.ts';

/** What the gateway answers for. */
export interface AppsOptions {
  readonly auth: AuthOrigin;
  readonly hosts: AppHosts;
}

/**
 * Makes what refuses a request for no app of the gateway's: no rule is asked about it.
 *
 * @returns throws {@link DrawbridgeError} `request_forbidden`
 */
export function createRequireApp({
  auth,
  hosts,
}: AppsOptions): (asked: Pick<Question, 'scheme' | 'host'>) => void {
  const { scheme } = auth;
  return (asked) => {
    if (asked.scheme !== scheme) {
      throw new DrawbridgeError('request_forbidden', {
        detail: `${quote(asked.host)} was asked over ${asked.scheme}, and gateway.url is ${scheme}: a cookie would go over the wrong one`,
        hint: SCHEME_HINT,
      });
    }
    if (hosts.has(asked.host)) return;
    if (asked.host === auth.host) {
      throw new DrawbridgeError('request_forbidden', {
        detail: `${quote(asked.host)} is the host of the gateway itself, and no app: it asks nobody whether it may answer`,
        hint: 'Have the proxy lead this host to the gateway without asking, and ask about the hosts of apps alone.',
      });
    }
    throw new DrawbridgeError('request_forbidden', {
      detail: `gateway.hosts has no ${quote(asked.host)}`,
      hint: 'Name the host of the app in gateway.hosts, as browsers write it; or have the proxy tell the host that the browser asked for.',
    });
  };
}
