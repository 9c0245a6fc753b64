import {
  type Call,
  type CallHead,
  DrawbridgeError,
  errorReply,
  headerValues,
  type Passage,
  type PassagePolicy,
  type Reply,
} from '@drawbridge/core';
import { fieldsWithout, forwardedFields, passageTo } from './passages.ts';

/** Whom the proxy stands before. */
export interface ForwardAuthOptions {
  /** `localhost:8084`, where people sign in. */
  readonly authHost: string;
  readonly appHosts: ReadonlySet<string>;
  /** Origins that nobody else reaches. */
  readonly gateway: string;
  readonly app: string;
  /** Asks the gateway whether a request may go on. */
  readonly ask: (question: Call) => Promise<Reply>;
  /** The fields by which the gateway tells who somebody is, in lower case: from a client they are lies. */
  readonly identityFields: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * What nginx, Traefik or Caddy do before an app, in a few lines: ask whether a request may go on, and hand the answer to
 * the browser, or the request to the app, with what the gateway says of the person.
 */
export function forwardAuth(options: ForwardAuthOptions): PassagePolicy {
  const { authHost, appHosts, gateway, app, ask, identityFields } = options;

  async function guard(head: CallHead, host: string): Promise<Reply | Passage> {
    const reply = await ask({
      method: 'GET',
      target: '/authz/traefik',
      headers: [...fieldsWithout(head, NONE), ...forwardedFields(head, host)],
      body: null,
      peer: { address: '127.0.0.1' },
      signal: head.signal,
    });
    if (reply.status !== 200) return reply;
    const told = reply.headers.filter(([name]) => identityFields.has(name.toLowerCase()));
    return passageTo(app, head, [...fieldsWithout(head, identityFields), ...told]);
  }

  return {
    admit(head) {
      const [host = '', ...more] = headerValues(head, 'host');
      const path = head.target.split('?')[0] ?? '';
      const isApp = appHosts.has(host);
      const isOwn = isApp && path.startsWith('/.drawbridge/');
      const isSignIn = host === authHost && !path.startsWith('/authz/');
      if (more.length === 0 && (isOwn || isSignIn)) {
        const fields = [...fieldsWithout(head, NONE), ...forwardedFields(head, host)];
        return passageTo(gateway, head, fields);
      }
      if (more.length === 0 && isApp) return guard(head, host);
      return errorReply(
        new DrawbridgeError('path_unknown', { detail: 'no app is at this address' }),
      );
    },
  };
}
