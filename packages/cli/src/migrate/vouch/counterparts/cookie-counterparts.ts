import type { VouchKeyName } from '@drawbridge/gateway/node';
import { type Becomes, never, otherwise, same, setting } from '../../becomes.ts';

/** The file is read on as it is. */
const READ = setting(
  'gateway.compatibility.vouch.config',
  'The file is read as it is, for the cookies that there are; sessions of the gateway have keys of their own.',
);
const TOKENS =
  "The provider's tokens do not leave the gateway. Apps verify `X-Drawbridge-Identity`, a JWT for them.";
const CHECKED =
  'The gateway reads a session in its own cookie alone; programs come with an access token, by `gateway.bearer`.';

/** What becomes of the keys about the cookie, and what is told of it. */
export const COOKIE_COUNTERPARTS = {
  'vouch.jwt.signing_method': READ,
  'vouch.jwt.public_key_file': READ,
  'vouch.jwt.private_key_file': READ,
  'vouch.jwt.secret': READ,
  'vouch.jwt.previousSecrets': READ,
  'vouch.jwt.allowWeakSecret': READ,
  'vouch.jwt.issuer': never('The issuer of `X-Drawbridge-Identity` is `gateway.url`.'),
  'vouch.jwt.maxAge': setting('gateway.session.lifetime', 'In seconds, and no more than a year.'),
  'vouch.jwt.compress': READ,
  'vouch.cookie.name': READ,
  'vouch.cookie.domain': setting(
    'gateway.hosts',
    'Each host has a cookie of its own, which no other sees.',
  ),
  'vouch.cookie.secure': same('true', 'Cookies of a gateway at https go over HTTPS alone.'),
  'vouch.cookie.httpOnly': same('true', 'No script sees a session.'),
  'vouch.cookie.maxAge': setting(
    'gateway.session.lifetime',
    'In seconds, where it is less than `jwt.maxAge`. A cookie does not end with the browser.',
  ),
  'vouch.cookie.sameSite': same(
    'lax',
    'A return from the provider is a navigation from another site, for which lax is the strictest that works.',
  ),
  'vouch.session.name': otherwise('A sign-in that is under way has cookies of its own.'),
  'vouch.session.maxAge': same(
    '10',
    'A sign-in has ten minutes until the provider is left, and half an hour there.',
  ),
  'vouch.session.key': otherwise(
    'Keys are made, and replaced, in the data folder; `gateway.cookieKeys` gives them.',
  ),
  'vouch.headers.jwt': never(CHECKED),
  'vouch.headers.user': setting(
    'gateway.headers',
    '`X-Vouch-User` by the profile `vouch`; another name by a field.',
  ),
  'vouch.headers.success': setting(
    'gateway.headers',
    '`X-Vouch-Success` by the profile `vouch`, and by no other name.',
  ),
  'vouch.headers.error': otherwise('The status says it, and the log why.'),
  'vouch.headers.querystring': never(CHECKED),
  'vouch.headers.redirect': never('Nothing went by it.'),
  'vouch.headers.claims': setting(
    'gateway.headers.fields',
    'A field for each claim, by the name that it had.',
  ),
  'vouch.headers.claimheader': setting(
    'gateway.headers.fields',
    'The names of fields begin with it.',
  ),
  'vouch.headers.accesstoken': never(TOKENS),
  'vouch.headers.idtoken': never(TOKENS),
  'vouch.headers.refreshtoken': never(TOKENS),
} as const satisfies Partial<Record<VouchKeyName, Becomes>>;
