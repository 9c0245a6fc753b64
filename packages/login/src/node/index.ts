export { openReceiver, type ReceiverOptions } from './receiver/open-receiver.ts';
export { type CallbackReceiver, type Judge, type Verdict } from './receiver/receiver.ts';
export { DEFAULT_REDIRECT, loginSection, type LoginSection } from './section/login-section.ts';
export type { LoginFlags } from './settings/given.ts';
export { DEFAULT_NAME, type LoginInputs, nameLogin } from './settings/name-login.ts';
export { resolveLogin, type ResolvedLogin, type SecretPlace } from './settings/resolve-login.ts';
export type { RoleChoice } from './settings/resolve-role.ts';
export { FLOW_FLAGS, SECRET_FLAGS, SETTING_ROWS } from './settings/setting-rows.ts';
