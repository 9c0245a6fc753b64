export {
  federatedTokenVariables,
  type FederatedTokenOptions,
  withFederatedToken,
} from './federated-token.ts';
export { exchangeAudienceAt } from './exchange-audience.ts';
export { evaluateFederatedCredentials } from './evaluate/evaluate-federated-credentials.ts';
export { type FederatedCredential, type FederatedTrust } from './evaluate/federated-credential.ts';
export { type EntraCloud, EXCHANGE_AUDIENCES } from './evaluate/limits.ts';
export { readFederatedCredentials } from './evaluate/read-federated-credentials.ts';
export { type AzurePlan, type AzureTarget } from './trust/azure-plan.ts';
export { type AzureTrustOptions, planAzureTrust } from './trust/plan-azure-trust.ts';
export {
  AZURE_TRUST_FORMATS,
  type AzureTrustFormat,
  printAzureTrust,
} from './trust/print-azure-trust.ts';
