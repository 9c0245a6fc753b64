export {
  type CredentialsAgent,
  type CredentialsAgentOptions,
  openAgent,
} from './agent/open-agent.ts';
export { type Grant } from './agent/grants.ts';
export { type Forward, type ForwardOptions, openForward } from './forward/open-forward.ts';
export { requireForwardable } from './forward/ssh-fault.ts';
export { checkPorts } from './check/check-ports.ts';
export { openReceiver, type ReceiverOptions } from './receiver/open-receiver.ts';
export { type CallbackReceiver, type Judge, type Verdict } from './receiver/receiver.ts';
export { DEFAULT_REDIRECT, loginSection, type LoginSection } from './section/login-section.ts';
export type { LoginFlags } from './settings/given.ts';
export { DEFAULT_NAME, type LoginInputs, nameLogin } from './settings/name-login.ts';
export { resolveLogin, type ResolvedLogin, type SecretPlace } from './settings/resolve-login.ts';
export type { RoleChoice } from './settings/resolve-role.ts';
export { FLOW_FLAGS, SECRET_FLAGS, SETTING_ROWS } from './settings/setting-rows.ts';
export { type Keyring } from './cache/keyring.ts';
export { keyringInTime } from './cache/keyring-in-time.ts';
export { keptCredentials } from './cache/kept-credentials.ts';
export { type CacheKind } from './cache/vault.ts';
export { type Clients, type KeptClient, openClients } from './clients/open-clients.ts';
export { redirectSet } from './clients/redirect-set.ts';
export { type WantedClient } from './clients/register-new-client.ts';
export { isUnknownClient } from './clients/unknown-client.ts';
export { openLogins, type OpenLoginsOptions } from './open-logins.ts';
export { roleCredentials } from './renewal/role-credentials.ts';
export { signInCommand } from './sign-in-command.ts';
export { ownTokens, type OwnTokensOptions } from './sign-in/own-tokens.ts';
export {
  type BrowserSignIn,
  type Finished,
  type SignedIn,
  signInByBrowser,
} from './sign-in/sign-in-by-browser.ts';
export { type DeviceSignIn, signInByDevice } from './sign-in/sign-in-by-device.ts';
export {
  type BrowserOpening,
  openBrowser,
  type OpenBrowserOptions,
} from './browser/open-browser.ts';
export { type PasteOptions, readPastedRedirect } from './browser/read-pasted-redirect.ts';
export { type Place, sshForwardLine, whyHeadless } from './browser/why-headless.ts';
