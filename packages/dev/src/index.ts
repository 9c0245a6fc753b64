export { firstScreen } from './first-screen.ts';
export { type Provider, type ProviderOptions, startProvider } from './provider/start-provider.ts';
export { type DevOptions, type DevSystem, startDev } from './start-dev.ts';
