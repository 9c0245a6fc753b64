export { type AccessToken } from './caller/access-token.ts';
export { type Caller, type CallerWith, type TokenName } from './caller/caller.ts';
export { type Claimant } from './caller/claimant.ts';
export { type Claims } from './caller/claims.ts';
export { type IdToken } from './caller/id-token.ts';
export { type RefreshToken } from './caller/refresh-token.ts';
export { type RoleOptions } from './caller/role-options.ts';
export { textOf } from './caller/text-of.ts';
export { createGuard } from './create-guard.ts';
export { type Guard, type IdentityOf, type MetadataDocument, type NoOthers } from './guard.ts';
export { type GuardRequest } from './guard-request.ts';
export { type HeaderProfile, type HeaderSource } from './headers/header-profile.ts';
export { type Judge, type TokenIntrospection } from './judge/judge.ts';
export { type Revocations } from './judge/revocations.ts';
export {
  type CookieScheme,
  type OpenIdConnectScheme,
  type SecurityRequirement,
  type SecurityScheme,
} from './openapi/scheme.ts';
export {
  type GuardOptions,
  type GuardSettings,
  type IssuerOptions,
  type ResourceOptions,
  type TokenProfile,
} from './options/guard-options.ts';
export { APISIX } from './profiles/apisix.ts';
export { AWS_ALB, awsLoadBalancer } from './profiles/aws-alb.ts';
export { BEARER } from './profiles/bearer.ts';
export { CLOUDFLARE_ACCESS, cloudflareAccess } from './profiles/cloudflare-access.ts';
export { DRAWBRIDGE } from './profiles/drawbridge.ts';
export { ENVOY, ISTIO } from './profiles/envoy.ts';
export { GOOGLE_IAP, googleIap } from './profiles/google-iap.ts';
export { OAUTH2_PROXY, OAUTH2_PROXY_AUTH_REQUEST } from './profiles/oauth2-proxy.ts';
export { VOUCH } from './profiles/vouch.ts';
export { type ProxyProof } from './proxy/proxy-proof.ts';
export { check } from './requirements/check.ts';
export { type ClaimValue, claim } from './requirements/claim.ts';
export { type Requirement } from './requirements/requirement.ts';
export { anyRole, role } from './requirements/roles.ts';
export { anyScope, scopes } from './requirements/scopes.ts';
