import { HclExpression, hclData, hclLabel, hclResource } from '../../trust/hcl.ts';
import type { AzurePlan } from './azure-plan.ts';

/**
 * A plan as Terraform and OpenTofu take it, for the providers hashicorp/azuread 3 (an application) and hashicorp/azurerm 5 (an identity).
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for text that HCL changes
 */
export function toAzureTerraform({ target, credentials }: AzurePlan): string {
  const owner = target.kind === 'app' ? 'app' : hclLabel(target.name, 'identity');
  const data =
    target.kind === 'app'
      ? hclData('azuread_application', owner, { client_id: target.clientId })
      : hclData('azurerm_user_assigned_identity', owner, {
          name: target.name,
          resource_group_name: target.resourceGroup,
        });
  const blocks = credentials.map(({ name, issuer, subject, audiences }) => {
    const label = hclLabel(name, 'credential');
    return target.kind === 'app'
      ? hclResource('azuread_application_federated_identity_credential', label, {
          application_id: new HclExpression(`data.azuread_application.${owner}.id`),
          display_name: name,
          issuer,
          subject,
          audiences,
        })
      : hclResource('azurerm_federated_identity_credential', label, {
          user_assigned_identity_id: new HclExpression(
            `data.azurerm_user_assigned_identity.${owner}.id`,
          ),
          name,
          issuer,
          subject,
          audience: audiences,
        });
  });
  return `${[data, ...blocks].join('\n\n')}\n`;
}
