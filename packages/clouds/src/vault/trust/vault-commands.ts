import type { VaultPlan } from './vault-plan.ts';

/** The command lines of Vault and of OpenBao, which take the same. */
export const VAULT_CLIS = ['vault', 'bao'] as const;
export type VaultCli = (typeof VAULT_CLIS)[number];

/** A plan as commands for a POSIX shell. Parameters go in as JSON, which has the types, and which no shell looks into. */
export function toVaultCommands(plan: VaultPlan, cli: VaultCli): string {
  const { mount, config, role, roleName } = plan;
  const write = (path: string, parameters: object) => [
    `${cli} write ${path} - <<'END'`,
    JSON.stringify(parameters, undefined, 2),
    'END',
  ];
  const ofMount = [
    `${cli} auth enable -path=${mount} jwt`,
    ...write(`auth/${mount}/config`, config),
  ];
  const lines = [
    'set -e',
    ...(plan.isMountThere ? [] : ofMount),
    ...write(`auth/${mount}/role/${roleName}`, role),
  ];
  return `${lines.join('\n')}\n`;
}
