export { federatedTokenVariables, type FederatedTokenOptions } from './federated-token.ts';
