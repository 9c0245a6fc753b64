import { type Call, DrawbridgeError, parseIpAddress, quote } from '@drawbridge/core';
import type { Dialect } from '../../dialects/dialect.ts';
import { forwardingDialect } from '../../dialects/forwarding.ts';
import { nginx } from '../../dialects/nginx.ts';
import { readField } from '../../dialects/read-field.ts';
import type { AppHosts } from '../../hosts/app-hosts.ts';
import type { AuthOrigin } from '../../hosts/auth-origin.ts';
import { parseHost } from '../../hosts/parse-host.ts';
import { makeQuestion } from '../../question/make-question.ts';

/** Proxies that asked oauth2-proxy, each with its own fields. oauth2-proxy took whichever came, so that a client chose. */
export const ASKED_BY = ['nginx', 'ingress-nginx', 'traefik', 'caddy'] as const;

/** One of them. */
export type AskedBy = (typeof ASKED_BY)[number];

/** What they ask about. */
export interface Apps {
  /** nginx does not tell the scheme: it is that of the auth host. */
  readonly auth: AuthOrigin;
  readonly hosts: AppHosts;
}

type Read = Dialect['read'];

/**
 * How a proxy tells what it asks for, as the documentation of oauth2-proxy has each
 * (https://oauth2-proxy.github.io/oauth2-proxy/configuration/integrations/nginx, and traefik and caddy beside it): what it writes
 * is read, and must be there. What it leaves as a client sent it is not looked at.
 */
export function readerOf(askedBy: AskedBy, apps: Apps): Read {
  const { scheme } = apps.auth;
  switch (askedBy) {
    case 'nginx':
      return (call, addressOf) =>
        makeQuestion(
          call,
          {
            // It asks by GET whatever waits, and does not say what that is.
            method: undefined,
            scheme,
            host: readField(call, 'host'),
            target: readField(call, 'x-forwarded-uri'),
          },
          realAddress(call, addressOf),
        );
    case 'ingress-nginx':
      return (call, addressOf) => {
        refuseApp(call, apps);
        return nginx.read(call, () => realAddress(call, addressOf));
      };
    case 'traefik':
    case 'caddy':
      return forwardingDialect(askedBy).read;
  }
}

/** nginx writes the address of its client into this field, and leaves `X-Forwarded-For` as that client sent it. */
function realAddress(call: Call, addressOf: (call: Call) => string | undefined) {
  const address = readField(call, 'x-real-ip');
  if (parseIpAddress(address) !== undefined) {
    return addressOf({ ...call, peer: { address }, headers: [] });
  }
  throw new DrawbridgeError('request_malformed', {
    detail: `the field x-real-ip is ${quote(address)}, and no address`,
    hint: 'Have nginx write it: proxy_set_header X-Real-IP $remote_addr.',
  });
}

/**
 * ingress-nginx writes its fields where it asks, and nowhere else: at `/oauth2/auth` of an app, which it may hand on like any path
 * there, they are what a script of a page of that app wrote, and the answer would be that script's to read. Where it asks,
 * `Host` is that of `auth-url`, and no script can write it.
 */
function refuseApp(call: Call, { auth, hosts }: Apps): void {
  const given = readField(call, 'host');
  const host = parseHost(given, auth.scheme);
  if (host === undefined || !hosts.has(host)) return;
  throw new DrawbridgeError('request_malformed', {
    detail: `the question came to ${quote(given)}, the address of an app, where the fields of ingress-nginx are the words of a client`,
    hint: 'Have the annotation auth-url name the gateway itself, such as http://drawbridge.auth.svc:4180/oauth2/auth?host=app.example.com, and hand no /oauth2/auth of an app on.',
  });
}
