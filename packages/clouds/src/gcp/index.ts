export { documentsOf } from './evaluate/documents-of.ts';
export { evaluateProvider } from './evaluate/evaluate-provider.ts';
export {
  type Binding,
  type GoogleProvider,
  type GoogleTrust,
  type MappedAttribute,
  type ProviderName,
  type Written,
} from './evaluate/google-trust.ts';
export { readProvider } from './evaluate/read-provider.ts';
export { executableAnswer, executableFailure, type SubjectToken } from './executable-answer.ts';
export {
  externalAccount,
  type ExternalAccountOptions,
  type TokenSource,
} from './external-account.ts';
export { workloadAudience } from './provider-name.ts';
export { withExternalAccount } from './with-external-account.ts';
