import { type JsonObject, member } from '../encoding/json.ts';
import { quote } from '../errors/quote.ts';

/** Keycloak's claim `typ`, in lower case, of what it signs with the same keys and is no access token. */
const OTHER_KINDS = new Set(['id', 'refresh', 'offline', 'logout']);

/** What access tokens are called in `token_use`: by Amazon Cognito, and by endpoints of introspection. */
const ACCESS_USES = new Set<unknown>(['access', 'access_token']);

/**
 * Claims that an ID token, a logout token or a security event has, and an access token never: hashes of what
 * was issued beside it (OpenID Connect Core 1.0 section 3.3.2.11, FAPI 1.0 part 2 section 5.2.2.1), and
 * the events (RFC 8417 section 2.2).
 */
const OTHERS_CLAIMS = ['at_hash', 'c_hash', 's_hash', 'events'];

/**
 * Says by which claim a token can be told to be no access token. There is no mark that each access token
 * carries, so it cannot always be told.
 *
 * @returns why, for a `token_type_not_allowed`; `undefined` where nothing speaks against it
 */
export function otherKindFault(claims: JsonObject): string | undefined {
  const typ = member(claims, 'typ');
  if (typeof typ === 'string' && OTHER_KINDS.has(typ.toLowerCase())) {
    return `the token is no access token: its claim typ is ${quote(typ)}`;
  }
  const use = member(claims, 'token_use');
  if (use !== undefined && !ACCESS_USES.has(use)) {
    return 'the token is no access token: its claim token_use is not "access"';
  }
  const name = OTHERS_CLAIMS.find((other) => member(claims, other) !== undefined);
  return name && `the token is no access token: it has the claim ${name}`;
}
