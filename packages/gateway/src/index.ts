export { type Account, createAccount } from './account/create-account.ts';
export {
  type Bearer,
  type BearerIssuer,
  type BearerOptions,
  createBearer,
} from './bearer/create-bearer.ts';
export { createGateway, type Gateway } from './create-gateway.ts';
export { createDecide, type Decide, type DecideOptions } from './decision/decide.ts';
export {
  type ExplainedReading,
  type ExplainedRequest,
  explainRequest,
  type ExplainRequestOptions,
  type RequestExplanation,
} from './decision/explain-request.ts';
export { clearCookies, setCookies, type SetCookieOptions } from './cookies/set-cookies.ts';
export { type CookieNames, cookieNames } from './cookies/cookie-names.ts';
export { type Answered } from './decision/report.ts';
export { type Verdict } from './decision/verdict.ts';
export { type Dialect } from './dialects/dialect.ts';
export { type GatewayOptions, type IdentityOptions } from './gateway-options.ts';
export {
  type AccountPages,
  type InspectorPages,
  type LogoutPages,
  type SignInPages,
} from './gateway-parts.ts';
export { examineGateway, type ExamineGatewayOptions } from './doctor/examine-gateway.ts';
export { type Examination, type Finding, type Look, type ProxyName } from './doctor/examination.ts';
export { GATEWAY_FAULTS, type GatewayFault } from './doctor/fault.ts';
export { type Answer, type Send, type SentRequest } from './doctor/send.ts';
export { parseTarget, type Target } from './doctor/target.ts';
export {
  IDENTITY_TOKEN_FIELD,
  type IdentityField,
  type IdentityFieldFault,
  identityFieldFaults,
  type IdentityValue,
} from './identity/identity-field.ts';
export { createIdentityFields, type IdentityFields } from './identity/identity-fields.ts';
export {
  IDENTITY_PROFILES,
  type IdentityProfile,
  vouchClaimField,
} from './identity/identity-profiles.ts';
export {
  createIdentityTokens,
  type Identified,
  IDENTITY_TOKEN_TYPE,
  type IdentityTokens,
  type IdentityTokensOptions,
} from './identity/identity-token.ts';
export { type AppHosts, createAppHosts } from './hosts/app-hosts.ts';
export { type AuthOrigin, createAuthOrigin } from './hosts/auth-origin.ts';
export { createInspector, type Inspector } from './inspector/create-inspector.ts';
export { type FoundCookie } from './inspector/found-cookie.ts';
export { type InspectorOptions, type InspectorPageKeys } from './inspector/inspector-options.ts';
export {
  CILOGON,
  createIdTokenVerifier,
  type IdTokenIssuer,
  type IdTokenVerifierOptions,
} from './inspector/id-tokens/create-id-token-verifier.ts';
export { secretsInText } from './inspector/secrets-in-text.ts';
export { type InspectorPage } from './inspector/page/create-page-frame.ts';
export { type VouchCookie } from './inspector/page/look-at-vouch.ts';
export {
  createSessionPage,
  type SessionPageOptions,
} from './inspector/session/create-session-page.ts';
export { inspect, type InspectOptions } from './inspector/inspection/inspect.ts';
export {
  type Claim,
  type Fact,
  type Inspection,
  type Layer,
  type Signature,
  type Step,
  type Warning,
} from './inspector/inspection/inspection.ts';
export { createLogout, type Logout } from './logout/create-logout.ts';
export { createLogoutContext, type LogoutContext } from './logout/logout-context.ts';
export { type LogoutOptions } from './logout/logout-options.ts';
export { type Question } from './question/question.ts';
export { type CookieSessionsOptions, createCookieSessions } from './session/cookie-sessions.ts';
export { type RenewingProvider } from './session/renewals.ts';
export { type SessionsOptions } from './session/session-options.ts';
export { type Session } from './session/session.ts';
export { personOf, userName } from './user/person-of.ts';
export {
  type EndedSession,
  type KeptSession,
  type ListedSession,
  type NewSession,
  type Sessions,
} from './session/sessions.ts';
export {
  createStoreSessions,
  type StoreSessions,
  type StoreSessionsOptions,
} from './session/store-sessions.ts';
export { type GatewayProvider } from './sign-in/gateway-provider.ts';
export { createSignIn, type SignIn } from './sign-in/sign-in.ts';
export { type SignInOptions } from './sign-in/sign-in-options.ts';
export { HAPROXY_LUA } from './snippets/haproxy-lua.ts';
export { type Snippet, SNIPPETS } from './snippets/snippets.ts';
export { type SnippetSettings } from './snippets/snippet-settings.ts';
export { loginUrl } from './sign-in/login-url.ts';
export { type User } from './user/user.ts';
export { userOf, type UserOfOptions } from './user/user-of.ts';
export { type GivenVouchOauth } from './vouch/providers/given-oauth.ts';
export { type GivenSettings, vouchProviderDefaults } from './vouch/providers/provider-defaults.ts';
export { vouchProviderFaults, type VouchFaultSettings } from './vouch/providers/provider-faults.ts';
export {
  VOUCH_PROVIDER_ROWS,
  type VouchOauthKey,
  type VouchProviderRow,
} from './vouch/providers/provider-rows.ts';
export { vouchProviderWarnings } from './vouch/providers/provider-warnings.ts';
export {
  createVouchProvider,
  type VouchProviderSurroundings,
} from './vouch/providers/create-vouch-provider.ts';
export {
  VOUCH_PROVIDERS,
  type VouchAttempt,
  type VouchIdentity,
  type VouchProvider,
  type VouchProviderName,
} from './vouch/vouch-provider.ts';
export { type VouchOauthSettings, type VouchSettings } from './vouch/vouch-settings.ts';
export { createVouchGateway, type VouchGateway } from './vouch/create-vouch-gateway.ts';
export { type VouchGatewayOptions } from './vouch/vouch-gateway-options.ts';
