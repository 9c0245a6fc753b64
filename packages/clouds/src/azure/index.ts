export {
  federatedTokenVariables,
  type FederatedTokenOptions,
  withFederatedToken,
} from './federated-token.ts';
