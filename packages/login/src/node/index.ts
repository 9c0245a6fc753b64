export { openReceiver, type ReceiverOptions } from './receiver/open-receiver.ts';
export { type CallbackReceiver, type Judge, type Verdict } from './receiver/receiver.ts';
