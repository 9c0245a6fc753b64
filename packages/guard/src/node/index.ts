export { openGuardClient, type GuardClient, type GuardClientOptions } from './guard-client.ts';
export { type NodeRequest, toGuardRequest } from '../adapters/node-request.ts';
