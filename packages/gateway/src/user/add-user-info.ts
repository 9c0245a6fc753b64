import { type JsonObject, member } from '@drawbridge/core';

/**
 * The claims of an ID token with what UserInfo told beside them (OpenID Connect Core 1.0 section 5.3.2). The token was signed, so
 * what it says stands, also that a claim is told elsewhere (`_claim_names`). An email and whether it was verified are never
 * taken from two places, but where both tell the same email.
 */
export function addUserInfo(token: JsonObject, told: JsonObject): JsonObject {
  const [ofToken, ofTold] = [member(token, 'email'), member(told, 'email')];
  const from = ofToken === undefined ? told : token;
  const isSame = ofToken === ofTold;
  return {
    ...told,
    ...token,
    email: member(from, 'email'),
    email_verified:
      member(from, 'email_verified') ?? (isSame ? member(told, 'email_verified') : undefined),
  };
}
