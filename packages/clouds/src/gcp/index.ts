export { executableAnswer, executableFailure, type SubjectToken } from './executable-answer.ts';
export {
  externalAccount,
  type ExternalAccountOptions,
  type TokenSource,
} from './external-account.ts';
export { workloadAudience } from './provider-name.ts';
export { withExternalAccount } from './with-external-account.ts';
export { type GooglePlan } from './trust/google-plan.ts';
export { type GoogleTrustOptions, planGoogleTrust } from './trust/plan-google-trust.ts';
export {
  GOOGLE_TRUST_FORMATS,
  type GoogleTrustFormat,
  printGoogleTrust,
} from './trust/print-google-trust.ts';
