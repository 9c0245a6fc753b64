export {
  type AuthenticationConfiguration,
  type Claim,
  type Expression,
  type ExpressionRule,
  type ExtraMapping,
  type JwtAuthenticator,
  type PrefixedClaim,
  type RequiredClaim,
} from './configuration.ts';
export { documentsOf, type IssuerDocuments } from './documents-of.ts';
export { evaluateAuthenticationConfiguration } from './evaluate-configuration.ts';
export { readAuthenticationConfiguration, type Surroundings } from './read-configuration.ts';
