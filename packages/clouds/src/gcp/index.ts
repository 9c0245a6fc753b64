export { executableAnswer, executableFailure, type SubjectToken } from './executable-answer.ts';
export {
  externalAccount,
  type ExternalAccountOptions,
  type TokenSource,
} from './external-account.ts';
export { workloadAudience } from './provider-name.ts';
export { withExternalAccount } from './with-external-account.ts';
