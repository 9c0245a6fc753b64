import { quote, quoteForShell } from '@drawbridge/core';
import { settingFault } from '../../setting-fault.ts';
import type { AzurePlan, AzureTarget, PlannedCredential } from './azure-plan.ts';

/**
 * A plan as commands of the Azure CLI, for a POSIX shell, one after the other: Azure refuses several at once for one identity.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for text that the Azure CLI would take for something else
 */
export function toAzureCommands({ target, credentials }: AzurePlan): string {
  const commands = credentials.map((credential) =>
    target.kind === 'app' ? ofApp(target.clientId, credential) : ofIdentity(target, credential),
  );
  return `${['set -e', ...commands].join('\n')}\n`;
}

/** The application's credentials go in as JSON. */
function ofApp(clientId: string, credential: PlannedCredential): string {
  return [
    `az ad app federated-credential create --id ${clientId} \\`,
    `  --parameters ${quoteForShell(JSON.stringify(credential))}`,
  ].join('\n');
}

function ofIdentity(
  { name, resourceGroup, subscription }: AzureTarget & { readonly kind: 'identity' },
  credential: PlannedCredential,
): string {
  const [audience] = credential.audiences;
  return [
    `az identity federated-credential create --name ${credential.name} \\`,
    `  --identity-name ${name} --resource-group ${quoteForShell(resourceGroup)} \\`,
    ...(subscription === undefined ? [] : [`  --subscription ${subscription} \\`]),
    `  --issuer=${word(credential.issuer)} \\`,
    `  --subject=${word(credential.subject)} \\`,
    `  --audiences=${word(audience)}`,
  ].join('\n');
}

/** The Azure CLI takes @ for a file, and has a shorthand for lists, objects, quoted texts and nothing at all (read 2026-11). */
function word(text: string): string {
  if (!/^(?:[@'"[{?]|null$|None$)/.test(text)) return quoteForShell(text);
  throw settingFault(
    `${quote(text)} cannot be written for the Azure CLI, which takes it for something else`,
    'Use another format: terraform or json.',
  );
}
