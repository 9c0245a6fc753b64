import { never, otherwise, same, setting } from '../../becomes.ts';
import { type OptionGroup, row } from './option.ts';

const HTPASSWD = 'The gateway knows no passwords: people are at the provider.';

/** Who is let in, and what of a request is believed. */
export const PROXY_OPTIONS: OptionGroup = {
  title: 'Requests',
  options: [
    row(
      'allow-query-semicolons',
      'bool',
      'false',
      same('true', 'A query goes to the app as it is, and decides nothing.'),
    ),
    row(
      'api-route',
      'list',
      '',
      otherwise(
        'Whoever does not ask for a page gets 401 at any path: Accept and the Sec-Fetch fields say it.',
      ),
    ),
    row(
      'authenticated-emails-file',
      'string',
      '',
      setting(
        'gateway.rules[].match.users',
        'Its addresses are written into the rule; the file is not watched.',
      ),
    ),
    row(
      'bearer-token-login-fallback',
      'bool',
      'true',
      same('false', 'A token that is not accepted gets 401, and no sign-in.'),
    ),
    row(
      'email-domain',
      'list',
      '',
      setting('gateway.rules[].match.domains', '`*` is allow: signed-in.'),
    ),
    row(
      'encode-state',
      'bool',
      'false',
      same('true', 'state is of letters, digits, hyphens and underscores alone.'),
    ),
    row(
      'extra-jwt-issuers',
      'list',
      '',
      setting('gateway.bearer.issuers', 'Each issuer=audience is one.'),
    ),
    row(
      'force-https',
      'bool',
      'false',
      otherwise(
        'The proxy sends http to https; the gateway refuses a page of another scheme than that of gateway.url.',
      ),
    ),
    row('force-json-errors', 'bool', 'false', otherwise('Who does not ask for a page gets JSON.')),
    row('htpasswd-file', 'string', '', never(HTPASSWD)),
    row('htpasswd-user-group', 'list', '', never(HTPASSWD)),
    row(
      'proxy-prefix',
      'string',
      '/oauth2',
      otherwise(
        'What is below /oauth2/ is answered, and below no other prefix: have the proxy hand that on.',
      ),
    ),
    row(
      'real-client-ip-header',
      'string',
      'X-Real-IP',
      otherwise(
        'Of nginx, X-Real-IP is read where it asks at /oauth2/auth. Elsewhere X-Forwarded-For is: single fields are not, for proxies pass on what a client wrote there.',
      ),
    ),
    row(
      'redirect-url',
      'string',
      '',
      setting(
        'gateway.url',
        'Its origin, where that is no app. The path is /oauth2/callback; another is registered with the provider anew.',
      ),
    ),
    row(
      'relative-redirect-url',
      'bool',
      'false',
      same('false', 'The callback is on the one host of gateway.url, and no header decides it.'),
    ),
    row('reverse-proxy', 'bool', 'false', same('true', 'A proxy asks, always.')),
    row(
      'trusted-proxy-ip',
      'list',
      '0.0.0.0/0, ::/0',
      setting('gateway.trustedProxies', 'Nobody is trusted without it.'),
    ),
    row(
      'signature-key',
      'string',
      '',
      otherwise('X-Drawbridge-Identity is signed, with a key that apps need not share.'),
    ),
    row(
      'skip-auth-preflight',
      'bool',
      'false',
      setting('gateway.rules', 'A rule for OPTIONS with allow: anyone.'),
    ),
    row(
      'skip-auth-regex',
      'list',
      '',
      setting('gateway.rules[].match.paths', 'As skip_auth_routes.'),
      'skip_auth_regex',
    ),
    row(
      'skip-auth-route',
      'list',
      '',
      setting(
        'gateway.rules[].match.paths',
        'A rule with allow: anyone, where the expression says no more than how a path begins, or what it is; others are told, and stay closed.',
      ),
    ),
    row(
      'skip-jwt-bearer-tokens',
      'bool',
      'false',
      setting('gateway.bearer', 'Access tokens that are JWTs, for the audiences that are named.'),
      'skip_jwt_bearer_tokens',
    ),
    row(
      'skip-provider-button',
      'bool',
      'false',
      setting(
        'gateway.compatibility.oauth2Proxy.signInPage',
        'false: /oauth2/sign_in leads on by itself.',
      ),
    ),
    row(
      'ssl-insecure-skip-verify',
      'bool',
      'false',
      same('false', 'Name the authority in gateway.providers[].caFile.'),
    ),
    row(
      'trusted-ip',
      'list',
      '',
      setting('gateway.rules[].match.networks', 'A rule with allow: anyone.'),
    ),
    row(
      'whitelist-domain',
      'list',
      '',
      setting('gateway.hosts', '`.example.com` is `*.example.com`; no other host is returned to.'),
    ),
  ],
};
