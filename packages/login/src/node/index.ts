export { type CallbackReceiver, type Verdict } from './receiver/receiver.ts';
export { DEFAULT_REDIRECT, loginSection, type LoginSection } from './section/login-section.ts';
