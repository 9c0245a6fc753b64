import { type Call, DrawbridgeError, headerValues } from '@drawbridge/core';
import { makeQuestion } from '../question/make-question.ts';
import type { Dialect } from './dialect.ts';
import { readField } from './read-field.ts';
import { allowedReply, directReply } from './forwarding.ts';

/**
 * `ext_authz` of Envoy over HTTP: it asks with the method and the path of the request that waits, behind `path_prefix`, and
 * takes exactly 200 for a yes (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/ext_authz_filter).
 */
export const envoy: Dialect = {
  name: 'envoy',
  takesPath: true,
  read: (call, addressOf) =>
    makeQuestion(
      call,
      {
        method: call.method,
        scheme: readField(call, 'x-forwarded-proto'),
        host: hostOf(call),
        target: call.target.slice(PREFIX.length),
      },
      addressOf(call),
    ),
  reply: (verdict, question) =>
    verdict.kind === 'allowed' ? allowedReply(verdict) : directReply(verdict, question),
};

const PREFIX = '/authz/envoy';

function hostOf(call: Call): string {
  const [host, ...more] = headerValues(call, 'host');
  if (host !== undefined && more.length === 0) return host;
  throw new DrawbridgeError('request_malformed', {
    detail: 'the request of Envoy has no Host field, or more than one',
    hint: 'Envoy sends the one of the request that waits.',
  });
}
