export { openGuardClient, type GuardClient, type GuardClientOptions } from './guard-client.ts';
