import { never, otherwise, same, setting } from '../../becomes.ts';
import { type OptionGroup, row } from './option.ts';

const PASSWORD =
  'A password that all people share proves nothing: an app verifies X-Drawbridge-Identity instead.';
const TOKEN =
  "The provider's token does not leave the gateway: X-Drawbridge-Identity is a JWT for the app, with keys at /.well-known/jwks.json.";

/** What apps are told of a person. */
export const HEADER_OPTIONS: OptionGroup = {
  title: 'Header fields',
  options: [
    row('basic-auth-password', 'string', '', never(PASSWORD)),
    row(
      'set-xauthrequest',
      'bool',
      'false',
      setting('gateway.headers.profiles', 'The profile auth-request.'),
    ),
    row('set-authorization-header', 'bool', 'false', otherwise(TOKEN)),
    row('set-basic-auth', 'bool', 'false', never(PASSWORD)),
    row(
      'skip-auth-strip-headers',
      'bool',
      'true',
      same(
        'true',
        'Each field is in every answer, empty where nobody is signed in, so that no client fills it.',
      ),
    ),
    row('pass-access-token', 'bool', 'false', otherwise(TOKEN)),
    row('pass-authorization-header', 'bool', 'false', otherwise(TOKEN)),
    row('pass-basic-auth', 'bool', 'true', never(PASSWORD)),
    row(
      'prefer-email-to-user',
      'bool',
      'false',
      setting('gateway.headers.fields', 'X-Forwarded-User is `user` then, and `subject` without.'),
    ),
    row(
      'pass-user-headers',
      'bool',
      'true',
      setting(
        'gateway.headers.fields',
        'X-Forwarded-User, -Email, -Preferred-Username and -Groups, where there was an app behind oauth2-proxy itself.',
      ),
    ),
  ],
};
