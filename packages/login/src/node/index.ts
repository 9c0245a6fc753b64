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
export { type LoginInputs, nameLogin } from './settings/name-login.ts';
export { isOfProvider } from './settings/is-of-provider.ts';
export { type ClientSecret } from './settings/resolve-client.ts';
export { resolveLogin, type ResolvedLogin } from './settings/resolve-login.ts';
export type { RoleChoice } from './settings/resolve-role.ts';
export { SECRET_FLAGS } from './settings/setting-rows.ts';
export { type Keyring } from './cache/keyring.ts';
export { keyringInTime } from './cache/keyring-in-time.ts';
export { keptCredentials } from './cache/kept-credentials.ts';
export { personOf } from './cache/person.ts';
export { type CacheKind } from './cache/vault.ts';
export { type Clients, type KeptClient, openClients } from './clients/open-clients.ts';
export { redirectSet } from './clients/redirect-set.ts';
export { type WantedClient } from './clients/register-new-client.ts';
export { isUnknownClient } from './clients/unknown-client.ts';
export { openLogins, type OpenLoginsOptions } from './open-logins.ts';
export { firstCredentials, type FirstCredentials } from './renewal/first-credentials.ts';
export { signInCommand } from './sign-in-command.ts';
export { ownTokens, type OwnTokensOptions } from './sign-in/own-tokens.ts';
export {
  type BrowserSignIn,
  type Finished,
  signInByBrowser,
} from './sign-in/sign-in-by-browser.ts';
export { type SignedIn } from './sign-in/signed-in.ts';
export { type DeviceSignIn, signInByDevice } from './sign-in/sign-in-by-device.ts';
export {
  type BrowserOpening,
  openBrowser,
  type OpenBrowserOptions,
} from './browser/open-browser.ts';
export { type PasteOptions, readPastedRedirect } from './browser/read-pasted-redirect.ts';
export { type Place, sshForwardLine, whyHeadless } from './browser/why-headless.ts';
