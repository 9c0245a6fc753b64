export { bearerToken } from './bearer-token.ts';
export {
  type AddressFinder,
  type AddressFinderOptions,
  createAddressFinder,
} from './discovery/address-finder.ts';
export { discoverEndpoint, type DiscoverEndpointOptions } from './discovery/discover-endpoint.ts';
export { type ExchangeRequest } from './exchange-once.ts';
export { exchangeToken, type ExchangedToken } from './exchange-token.ts';
export { forIssuer } from './for-issuer.ts';
export {
  clientCredentialsGrant,
  type ClientCredentialsGrantOptions,
} from './grants/client-credentials-grant.ts';
export { exchangeGrant, type ExchangeGrantOptions } from './grants/exchange-grant.ts';
export { type GivenEndpoint, type GrantOptions } from './grants/given-endpoint.ts';
export { givenToken } from './grants/given-token.ts';
export { refreshGrant, type RefreshGrantOptions } from './grants/refresh-grant.ts';
export {
  type FoundProvider,
  signInGrant,
  type SignInGrantOptions,
} from './grants/sign-in-grant.ts';
export { introspect, type Introspection, type IntrospectOptions } from './introspect.ts';
export { type Wanted } from './parameters.ts';
export { Refusal } from './read-answer.ts';
export { type RefreshRequest } from './refresh-once.ts';
export { refreshTokens } from './refresh-tokens.ts';
export { CLIENT_METHODS, requireClient } from './require-client.ts';
export {
  type ClientCredentialsRequest,
  requestClientCredentials,
} from './request-client-credentials.ts';
export { type Retry, type RetryPolicy } from '@drawbridge/core';
export { type RevokeOptions, revokeToken } from './revoke-token.ts';
export { type Held } from './same-person.ts';
export {
  type ClientAuthentication,
  type FetchToken,
  type TokenEndpoint,
  type TokenRequestInit,
} from './token-endpoint.ts';
export { createTokenSource } from './source/create-token-source.ts';
export { type TokenSourceOptions } from './source/source-options.ts';
export { endTokens, type EndTokensOptions } from './source/end-tokens.ts';
export { keepTokens, keptTokens, replaceTokens } from './source/kept-tokens.ts';
export { memoryKeeper } from './source/memory-keeper.ts';
export { createPauses, type Pauses } from './source/pauses.ts';
export { SalvagedTokens } from './source/salvaged-tokens.ts';
export { sealedKeeper } from './source/sealed-keeper.ts';
export { storeKeeper, type StoreKeeperOptions } from './source/store-keeper.ts';
export { tokenKey, type TokenOwner } from './source/token-key.ts';
export { faultAgain } from './source/sign-in-needed.ts';
export { type SourceTimers, systemTimers } from './source/source-timers.ts';
export { type TokenGrant } from './source/token-grant.ts';
export { type KeptText, type TokenKeeper } from './source/token-keeper.ts';
export { type GetTokens, type TokenSource } from './source/token-source.ts';
export { toTokenSet } from './to-token-set.ts';
export { type TokenSet } from './token-set.ts';
export { TOKEN_TYPES, type TokenTypeName, tokenTypeUrn } from './token-types.ts';
export { untilAborted } from './until-aborted.ts';
export { type Provider } from './provider/provider.ts';
export { discoverProvider, type DiscoverProviderOptions } from './provider/discover-provider.ts';
export {
  type AuthorizationAttempt,
  type AuthorizationRequest,
  createAttempt,
} from './authorize/create-attempt.ts';
export {
  type CallbackVerdict,
  type CallbackWanted,
  judgeCallback,
} from './authorize/judge-callback.ts';
export { randomText } from './authorize/random-text.ts';
export {
  type CodeRequest,
  type PlainCodeRequest,
  redeemCode,
  redeemPlainCode,
} from './authorize/redeem-code.ts';
export { redeemCodeForProfile } from './authorize/redeem-code-for-profile.ts';
export {
  createIdTokenCheck,
  type IdTokenCheck,
  type IdTokenCheckOptions,
  type IdTokenWanted,
} from './id-token/id-token-check.ts';
export { endSessionUrl, type EndSessionRequest } from './logout/end-session-url.ts';
export {
  createLogoutTokenCheck,
  type LogoutToken,
  type LogoutTokenCheck,
  type LogoutTokenCheckOptions,
} from './logout/logout-token-check.ts';
export { type AwaitDeviceOptions, awaitDevice } from './device/await-device.ts';
export { type DeviceCode } from './device/device-code.ts';
export { type DeviceCodeRequest, requestDeviceCode } from './device/request-device-code.ts';
export {
  registerClient,
  type RegistrationEndpoint,
  type RegistrationRequest,
} from './register/register-client.ts';
export {
  type ClientLookUp,
  type ClientStanding,
  lookUpClient,
  type ManagedClient,
} from './register/look-up-client.ts';
export { type ClientManagement, type RegisteredClient } from './register/registered-client.ts';
export { hmac } from './vouch/hmac.ts';
export { decodePaddedBase64Url } from './vouch/padded-base64url.ts';
export { createVouchCodec } from './vouch/create-vouch-codec.ts';
export {
  VOUCH_ALGORITHMS,
  type VouchAlgorithm,
  type VouchCodec,
  type VouchCodecOptions,
  type VouchKey,
} from './vouch/vouch-codec.ts';
export { type VouchSession } from './vouch/vouch-session.ts';
export {
  MAX_VOUCH_JWT,
  type UnpackedVouchValue,
  unpackVouchValue,
  type VouchGzip,
} from './vouch/vouch-value.ts';
export { type CookiePair, cookiePairs } from './cookies/cookie-pairs.ts';
export { type CookiePart, MAX_PARTS, parsePartName, partName } from './cookies/cookie-parts.ts';
export { isCookieName } from './cookies/is-cookie-name.ts';
export { everyCookie, type EveryCookie } from './cookies/every-cookie.ts';
export { MAX_CANDIDATES, readCookies } from './cookies/read-cookies.ts';
export { domainIn, MAX_HOST } from './vouch/domain-in.ts';
export { cookiesExcept } from './cookies/cookies-except.ts';
export {
  otherSubject,
  requestProfile,
  requestUserInfo,
  type UserInfoRequest,
} from './userinfo/request-user-info.ts';
export { authorizationUrl, OWN_PARAMETERS } from './authorize/authorization-url.ts';
export { challengeOf } from './authorize/challenge-of.ts';
export { type FetchByToken, getByToken } from './get-by-token.ts';
