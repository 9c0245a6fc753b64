export { executableAnswer, executableFailure, type SubjectToken } from './executable-answer.ts';
export {
  externalAccount,
  type ExternalAccountOptions,
  type TokenSource,
} from './external-account.ts';
