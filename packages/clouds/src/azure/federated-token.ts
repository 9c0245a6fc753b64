import { issuerFault, quote } from '@drawbridge/core';
import { settingFault } from '../setting-fault.ts';
import { isUuid } from './uuid.ts';

/** Who signs in to Azure by a token of ours. */
export interface FederatedTokenOptions {
  /** The directory, by its id. */
  readonly tenantId: string;
  /** The application or the user-assigned identity that trusts the token, by its client id. */
  readonly clientId: string;
  /** The file that holds the token alone. */
  readonly tokenFile: string;
  /** Default: `https://login.microsoftonline.com/`, of the public cloud. */
  readonly authorityHost?: string | undefined;
}

/**
 * The variables that Azure's identity libraries read (WorkloadIdentityCredential): they read the file again for each
 * token that they ask for, so that whoever keeps it fresh keeps them signed in.
 *
 * @returns names and values, in the order of the documentation
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function federatedTokenVariables(
  options: FederatedTokenOptions,
): readonly { readonly name: string; readonly value: string }[] {
  const { tenantId, clientId, tokenFile, authorityHost } = options;
  for (const [what, id] of Object.entries({ tenant: tenantId, client: clientId })) {
    if (!isUuid(id)) {
      throw settingFault(
        `${quote(id)} is no id of a ${what}`,
        what === 'tenant'
          ? 'Copy the "Directory (tenant) ID", a UUID, from the overview.'
          : 'Copy the "Application (client) ID", a UUID, from the overview; for a managed identity, its "Client ID".',
      );
    }
  }
  const badHost = authorityHost === undefined ? undefined : issuerFault(authorityHost);
  if (badHost !== undefined) {
    throw settingFault(
      `the authority host ${badHost}`,
      'For example: https://login.microsoftonline.us/',
    );
  }
  if (tokenFile === '') throw settingFault('the file of the token has no name', 'Give its path.');
  return [
    { name: 'AZURE_CLIENT_ID', value: clientId },
    { name: 'AZURE_TENANT_ID', value: tenantId },
    { name: 'AZURE_FEDERATED_TOKEN_FILE', value: tokenFile },
    { name: 'AZURE_AUTHORITY_HOST', value: authorityHost ?? 'https://login.microsoftonline.com/' },
  ];
}

/** Variables that Azure's libraries take before a federated token (EnvironmentCredential). */
const OTHERS: readonly string[] = [
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'AZURE_CLIENT_CERTIFICATE_PASSWORD',
  'AZURE_USERNAME',
  'AZURE_PASSWORD',
];

/**
 * Whether a variable has DefaultAzureCredential leave a federated token out: `AZURE_TOKEN_CREDENTIALS` names the one group of
 * credentials, or the one of them, that it tries (learn.microsoft.com, "Credential chains in the Azure Identity library", read 2026-11).
 */
function leavesOut(name: string, value = ''): boolean {
  if (name !== 'AZURE_TOKEN_CREDENTIALS') return false;
  return !['', 'prod', 'workloadidentitycredential'].includes(value.trim().toLowerCase());
}

/**
 * An environment with the variables of a federated token, and nothing of others that would count in their place.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function withFederatedToken(
  environment: Readonly<Record<string, string | undefined>>,
  options: FederatedTokenOptions,
): Record<string, string | undefined> {
  const ours = federatedTokenVariables(options).map(({ name, value }) => [name, value] as const);
  const kept = Object.entries(environment).filter(
    ([name, value]) => !OTHERS.includes(name) && !leavesOut(name, value),
  );
  return Object.fromEntries([...kept, ...ours]);
}
