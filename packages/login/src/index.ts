export { type KeptLogin, type Person } from './kept/kept-login.ts';
export { type Logins, type NewLogin } from './kept/logins.ts';
export {
  type AwsSettings,
  type Flow,
  type LoginSettings,
  type SignInSettings,
} from './login-settings.ts';
