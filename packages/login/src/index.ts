export { type KeptCredentials, type KeptLogin, type Person } from './kept/kept-login.ts';
export {
  type Forgotten,
  type IdentifiedTokens,
  type Logins,
  type NewLogin,
  type Revocation,
} from './kept/logins.ts';
export {
  type AwsSettings,
  type Flow,
  type LoginSettings,
  type SignInSettings,
} from './login-settings.ts';
