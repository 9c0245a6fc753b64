import { DrawbridgeError, quote } from '@drawbridge/core';
import type { AppHosts } from '../hosts/app-hosts.ts';
import type { Question } from '../question/question.ts';

/** What the gateway answers for. */
export interface AppsOptions {
  /** Origin of the auth host. Its scheme is that of all apps. */
  readonly url: string;
  readonly hosts: AppHosts;
}

/**
 * Makes what refuses a request for no app of the gateway's: no rule is asked about it.
 *
 * @returns throws {@link DrawbridgeError} `request_forbidden`
 */
export function createRequireApp({
  url,
  hosts,
}: AppsOptions): (asked: Pick<Question, 'scheme' | 'host'>) => void {
  const { protocol, host: authHost } = new URL(url);
  const scheme = protocol.slice(0, -1);
  return (asked) => {
    if (asked.scheme !== scheme) {
      throw new DrawbridgeError('request_forbidden', {
        detail: `the proxy says that ${quote(asked.host)} was asked over ${asked.scheme}, and gateway.url is ${scheme}: a cookie would go over the wrong one`,
        hint: 'Send http to https at the proxy. Where TLS ends before the proxy, have it tell the scheme of the browser.',
      });
    }
    if (asked.host !== authHost && hosts.has(asked.host)) return;
    throw new DrawbridgeError('request_forbidden', {
      detail:
        asked.host === authHost
          ? `${quote(asked.host)} is the host of the gateway itself, and no app: it asks nobody whether it may answer`
          : `gateway.hosts has no ${quote(asked.host)}`,
      hint: 'Name the host of the app in gateway.hosts, as browsers write it; or have the proxy tell the host that the browser asked for.',
    });
  };
}
