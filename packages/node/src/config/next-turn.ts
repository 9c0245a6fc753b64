import { setImmediate } from 'node:timers/promises';

/** Lets the event loop do what waits for it: a service that reloads a large configuration answers calls meanwhile. */
export async function nextTurn(): Promise<void> {
  await setImmediate();
}
