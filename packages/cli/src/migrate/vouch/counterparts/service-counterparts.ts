import type { VouchKeyName } from '@drawbridge/gateway/node';
import { type Becomes, never, otherwise, same, setting } from '../../becomes.ts';

/** What becomes of the keys about the service, and who may come in. */
export const SERVICE_COUNTERPARTS = {
  'vouch.logLevel': setting('log.level'),
  'vouch.testing': never(
    'Nothing is shown in the place of a redirect. `drawbridge doctor` walks a sign-in, and `/.drawbridge/check` shows what arrives.',
  ),
  'vouch.listen': setting(
    'gateway.listen',
    'A socket file is none of the gateway: it listens on an address.',
  ),
  'vouch.port': setting('gateway.listen'),
  'vouch.socket_mode': never('The gateway listens on an address.'),
  'vouch.socket_group': never('The gateway listens on an address.'),
  'vouch.document_root': never(
    'The gateway has a host of its own. It goes on in Vouch mode, for apps that have not moved.',
  ),
  'vouch.domains': setting(
    'gateway.rules',
    'A rule lets in whose email is of one of them; `gateway.hosts` has their hosts, unless `--host` names them.',
  ),
  'vouch.whiteList': setting(
    'gateway.rules',
    'A rule lets in these emails. A user name that is no email is told, and needs a rule of its own.',
  ),
  'vouch.teamWhitelist': never('Teams are of GitHub, which is no OpenID provider.'),
  'vouch.allowAllUsers': setting('gateway.rules', 'A rule lets in who is signed in.'),
  'vouch.publicAccess': setting(
    'gateway.rules',
    'A last rule lets in anyone; who is signed in is told to the app all the same.',
  ),
  'vouch.writeTimeout': otherwise('The listener has times of its own, which cannot be chosen.'),
  'vouch.readTimeout': otherwise('The listener has times of its own, which cannot be chosen.'),
  'vouch.idleTimeout': otherwise('The listener has times of its own, which cannot be chosen.'),
  'vouch.tls.cert': setting('gateway.tls.certificateFile'),
  'vouch.tls.key': setting('gateway.tls.keyFile'),
  'vouch.tls.profile': same('intermediate', 'TLS 1.2 and 1.3 are taken, and nothing older.'),
  'vouch.test_url': never('There are no pages for tests.'),
  'vouch.test_urls': never('There are no pages for tests.'),
  'vouch.post_logout_redirect_uris': otherwise(
    'A sign-out ends at `/signed-out` of `gateway.url`, which is to be registered with the provider, and leads nowhere that an address asks for.',
  ),
  'vouch.inspector': never(
    'People see what their session is made of with `gateway.inspector`, which is yours to switch on. The four steps are of the cookie of Vouch Proxy: `drawbridge serve inspector`, as long as there are any.',
  ),
  'vouch.validateOnly': never('People sign in at the gateway.'),
} as const satisfies Partial<Record<VouchKeyName, Becomes>>;
