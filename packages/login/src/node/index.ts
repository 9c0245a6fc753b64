export { type Keyring } from './cache/keyring.ts';
export { type CacheKind } from './cache/vault.ts';
export { openLogins, type OpenLoginsOptions } from './open-logins.ts';
export { type CallbackReceiver, type Verdict } from './receiver/receiver.ts';
