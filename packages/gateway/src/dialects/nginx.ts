import { DrawbridgeError, type Reply } from '@drawbridge/core';
import { refusalReply } from '../answers/refusal-reply.ts';
import type { Verdict } from '../decision/verdict.ts';
import { makeQuestion } from '../question/make-question.ts';
import type { Dialect } from './dialect.ts';
import { readField } from './read-field.ts';
import { requireHost } from './require-host.ts';
import { allowedReply } from './forwarding.ts';

/**
 * `auth_request` of nginx, and of ingress-nginx (https://nginx.org/en/docs/http/ngx_http_auth_request_module.html). It knows
 * 2xx, 401 and 403, and shows the browser nothing else of an answer but `WWW-Authenticate`: the address to sign in at is in
 * the `Location` of a 401, which the configuration makes a redirect of.
 */
export const nginx: Dialect = {
  name: 'nginx',
  read: (call, addressOf) => {
    const { scheme, host, target } = splitUrl(readField(call, 'x-original-url'));
    const method = readField(call, 'x-original-method');
    const question = makeQuestion(call, { method, scheme, host, target }, addressOf(call));
    requireHost(call, question.host);
    return question;
  },
  reply(verdict, question): Reply {
    if (verdict.kind === 'allowed') return allowedReply(verdict);
    if (verdict.kind === 'signIn') {
      return {
        status: 401,
        headers: [
          ['location', verdict.url],
          ['cache-control', 'no-store'],
        ],
        body: null,
      };
    }
    return refusalReply(verdict, statusOf(verdict.kind), question?.isPage === true);
  },
};

/** What it does not know, it shows as a fault of the server: that is right for an outage. */
function statusOf(kind: Exclude<Verdict['kind'], 'allowed' | 'signIn'>): number {
  return { unauthorized: 401, forbidden: 403, malformed: 403, unavailable: 503 }[kind];
}

/** `$scheme://HOST$request_uri`, of which nothing is resolved. */
const URL_PARTS = /^(https?):\/\/([^/?#]*)(\/.*)$/s;

function splitUrl(url: string): { scheme: string; host: string; target: string } {
  const [, scheme, host, target] = URL_PARTS.exec(url) ?? [];
  if (scheme === undefined || host === undefined || target === undefined) {
    throw new DrawbridgeError('request_malformed', {
      detail: 'the field x-original-url is not $scheme://HOST$request_uri',
      hint: 'Take the configuration that drawbridge gateway snippet nginx prints.',
    });
  }
  return { scheme, host, target };
}
