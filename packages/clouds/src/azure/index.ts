export {
  federatedTokenVariables,
  type FederatedTokenOptions,
  withFederatedToken,
} from './federated-token.ts';
export { evaluateFederatedCredentials } from './evaluate/evaluate-federated-credentials.ts';
export { type FederatedCredential, type FederatedTrust } from './evaluate/federated-credential.ts';
export { type EntraCloud, EXCHANGE_AUDIENCES } from './evaluate/limits.ts';
export { readFederatedCredentials } from './evaluate/read-federated-credentials.ts';
