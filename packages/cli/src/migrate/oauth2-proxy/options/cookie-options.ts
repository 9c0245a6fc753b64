import { otherwise, same, setting } from '../../becomes.ts';
import { type OptionGroup, row } from './option.ts';

const LAX =
  'A return from the provider is a navigation from another site, for which lax is the strictest that works.';

/** How cookies and sessions are kept. */
export const COOKIE_OPTIONS: OptionGroup = {
  title: 'Cookies',
  options: [
    row('cookie-csrf-expire', 'duration', '15m', same('10m', 'A sign-in has ten minutes.')),
    row(
      'cookie-csrf-per-request',
      'bool',
      'false',
      same('true', 'Each tab has a sign-in of its own.'),
    ),
    row(
      'cookie-csrf-per-request-limit',
      'int',
      'infinite',
      otherwise('The oldest of too many cookies of sign-ins is taken away.'),
    ),
    row('cookie-csrf-samesite', 'string', '', same('lax', LAX)),
    row(
      'cookie-domain',
      'list',
      '',
      setting(
        'gateway.hosts',
        'Each app has a cookie of its own that no other app sees; the sign-in is handed over from app to app.',
      ),
    ),
    row(
      'cookie-expire',
      'duration',
      '168h0m0s',
      setting(
        'gateway.session.lifetime',
        'In seconds, a year at most; idle is written as long, since there was no such end.',
      ),
    ),
    row('cookie-httponly', 'bool', 'true', same('true', 'No script reads the cookie.')),
    row(
      'cookie-name',
      'string',
      '_oauth2_proxy',
      same('__Host-drawbridge', 'The prefix __Host- keeps other hosts from setting it.'),
    ),
    row('cookie-path', 'string', '/', same('/', 'The prefix __Host- asks for it.')),
    row(
      'cookie-refresh',
      'duration',
      '',
      setting(
        'gateway.session.refresh',
        'When it is due the gateway sees from the tokens; it needs sessions in the store.',
      ),
    ),
    row('cookie-samesite', 'string', '', same('lax', LAX)),
    row(
      'cookie-secret',
      'string',
      '',
      otherwise(
        'Keys are made in the data folder and replaced by themselves; for several machines, gateway.cookieKeys lists new ones of 32 bytes. Everybody signs in once again.',
      ),
    ),
    row(
      'cookie-secret-file',
      'string',
      '',
      otherwise('As cookie_secret: no cookie of oauth2-proxy is read.'),
    ),
    row(
      'cookie-secure',
      'bool',
      'true',
      same('true', 'Only an address of this machine may be http.'),
    ),
  ],
};

const REDIS_MANY = 'One server, or one address that leads to the one in charge.';

/** Where sessions are. */
export const SESSION_OPTIONS: OptionGroup = {
  title: 'Sessions',
  options: [
    row(
      'session-cookie-minimal',
      'bool',
      'false',
      same('true', 'A cookie keeps the ID token for the logout, and no other token.'),
    ),
    row(
      'session-store-type',
      'string',
      'cookie',
      setting(
        'gateway.session.keep',
        'cookie is cookie; redis is store, with store.driver: redis.',
      ),
    ),
    row(
      'redis-cluster-connection-urls',
      'list',
      '',
      otherwise(REDIS_MANY),
      'redis_cluster_connection_urls',
    ),
    row(
      'redis-connection-url',
      'string',
      '',
      setting('store.url', 'User and password go to store.username and store.password.'),
    ),
    row('redis-ca-path', 'string', '', setting('store.caFile')),
    row(
      'redis-insecure-skip-tls-verify',
      'bool',
      'false',
      same('false', 'Name the authority of the server in store.caFile.'),
    ),
    row('redis-password', 'string', '', setting('store.password', 'It goes to a file of its own.')),
    row('redis-sentinel-password', 'string', '', otherwise(REDIS_MANY)),
    row('redis-sentinel-master-name', 'string', '', otherwise(REDIS_MANY)),
    row(
      'redis-sentinel-connection-urls',
      'list',
      '',
      otherwise(REDIS_MANY),
      'redis_sentinel_connection_urls',
    ),
    row('redis-use-cluster', 'bool', 'false', otherwise(REDIS_MANY)),
    row('redis-use-sentinel', 'bool', 'false', otherwise(REDIS_MANY)),
    row(
      'redis-connection-idle-timeout',
      'int',
      '0',
      same('0', 'A connection that the server closed is made anew.'),
    ),
  ],
};
