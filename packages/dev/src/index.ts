export { firstScreen } from './first-screen.ts';
export { type DevOptions, type DevSystem, startDev } from './start-dev.ts';
