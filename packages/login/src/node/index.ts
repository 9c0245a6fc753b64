export {
  type CredentialsAgent,
  type CredentialsAgentOptions,
  openAgent,
} from './agent/open-agent.ts';
export { type Grant } from './agent/grants.ts';
export { type Forward, type ForwardOptions, openForward } from './forward/open-forward.ts';
export { requireForwardable } from './forward/ssh-fault.ts';
export { openReceiver, type ReceiverOptions } from './receiver/open-receiver.ts';
export { type CallbackReceiver, type Judge, type Verdict } from './receiver/receiver.ts';
export { type Keyring } from './cache/keyring.ts';
export { keyringInTime } from './cache/keyring-in-time.ts';
export { keptCredentials } from './cache/kept-credentials.ts';
export { type CacheKind } from './cache/vault.ts';
export { openLogins, type OpenLoginsOptions } from './open-logins.ts';
export { signInCommand } from './sign-in-command.ts';
