export { check, type Check, inOrder } from './check/check.ts';
export { checkAws, type CheckedTrust } from './check/check-aws.ts';
export { checkClock } from './check/check-clock.ts';
export { checkProfile } from './check/check-profile.ts';
export { type CheckedLogin, checkProvider } from './check/check-provider.ts';
export { authenticationOf, type ClientProof, proofOf } from './client/client-proof.ts';
export { secretMethods } from './client/secret-methods.ts';
export { signInHint, type SignInFault } from './faults/sign-in-hint.ts';
export { withAdvice } from './faults/with-advice.ts';
export { accessTokenOf } from './kept/id-token-alone.ts';
export { type KeptCredentials, type KeptLogin, type Person } from './kept/kept-login.ts';
export {
  type Forgotten,
  type IdentifiedTokens,
  type KeptSettings,
  type Logins,
  type NewLogin,
  type Revocation,
} from './kept/logins.ts';
export {
  type AwsSettings,
  type Flow,
  isRenewable,
  type LoginSettings,
  type SignInSettings,
  type WantedAws,
} from './login-settings.ts';
export { chooseScope, refreshParameters, type ScopeQuestion } from './providers/choose-scope.ts';
export { findProvider, findProviderByName, PROVIDERS } from './providers/find-provider.ts';
export {
  type Fact,
  type LoopbackRule,
  type Provider,
  PROVIDER_IDS,
  type ProviderId,
  type RefreshRule,
} from './providers/provider.ts';
export {
  type OfferedRole,
  offeredRoles,
  type RoleRules,
  type RuledRole,
} from './roles/offered-roles.ts';
export { redirectUrisOf } from './providers/redirect-uris.ts';
export { registrationSteps } from './providers/registration-steps.ts';
