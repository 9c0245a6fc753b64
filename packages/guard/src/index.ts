export { type AccessToken } from './caller/access-token.ts';
export { type Caller, type TokenName } from './caller/caller.ts';
export { type Claims } from './caller/claims.ts';
export { type IdToken } from './caller/id-token.ts';
export { type RefreshToken } from './caller/refresh-token.ts';
export { type Guard, type IdentityOf, type MetadataDocument } from './guard.ts';
export {
  type GuardOptions,
  type GuardSettings,
  type IssuerOptions,
  type ResourceOptions,
  type TokenProfile,
} from './guard-options.ts';
export { type GuardRequest } from './guard-request.ts';
export { type HeaderProfile, type HeaderSource } from './header-profile.ts';
export { type Judge, type TokenIntrospection } from './judge/judge.ts';
export { type OpenIdConnectScheme, type SecurityRequirement } from './openapi/scheme.ts';
export { type ProxyProof } from './proxy/proxy-proof.ts';
export { type Requirement } from './requirements/requirement.ts';
export { type Revocations } from './revocations.ts';
