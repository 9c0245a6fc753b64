export { openReceiver, type ReceiverOptions } from './receiver/open-receiver.ts';
export { type CallbackReceiver, type Judge, type Verdict } from './receiver/receiver.ts';
export { type Keyring } from './cache/keyring.ts';
export { keyringInTime } from './cache/keyring-in-time.ts';
export { keptCredentials } from './cache/kept-credentials.ts';
export { type CacheKind } from './cache/vault.ts';
export { openLogins, type OpenLoginsOptions } from './open-logins.ts';
export { signInCommand } from './sign-in-command.ts';
export {
  type BrowserOpening,
  openBrowser,
  type OpenBrowserOptions,
} from './browser/open-browser.ts';
export { type PasteOptions, readPastedRedirect } from './browser/read-pasted-redirect.ts';
export { type Place, sshForwardLine, whyHeadless } from './browser/why-headless.ts';
