/**
 * **Dangerous.** In place of a list of audiences: the issuer's tokens are accepted whomever they
 * are meant for.
 *
 * What is lost: any service that the issuer's users ever send a token to (and whoever reads its
 * logs) can bring that token here and be taken for the user. `aud` must still be there and
 * well-formed. It is a symbol so that no text in a configuration file can be mistaken for it.
 */
export const ANY_AUDIENCE: unique symbol = Symbol('drawbridge.anyAudience');
