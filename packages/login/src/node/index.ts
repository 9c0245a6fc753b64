export { type CallbackReceiver, type Verdict } from './receiver/receiver.ts';
