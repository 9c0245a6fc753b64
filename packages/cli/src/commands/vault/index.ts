import type { CommandGroup } from '../../command.ts';

export const VAULT_COMMANDS: CommandGroup = {
  nouns: { vault: 'Set Vault and OpenBao up.' },
  commands: [
    {
      words: ['vault', 'trust'],
      summary: 'print what sets Vault or OpenBao up to trust an issuer',
      load: () => import('./trust.ts'),
    },
  ],
};
