import type { CommandGroup } from '../../command.ts';

export const AZURE_COMMANDS: CommandGroup = {
  nouns: { azure: 'Set Azure up, and use a login there.' },
  commands: [
    {
      words: ['azure', 'exec'],
      summary: "run a command with a login's ID token in a file for Azure that stays fresh",
      load: () => import('./exec.ts'),
    },
    {
      words: ['azure', 'trust'],
      summary: 'print what has an application or identity of Azure trust an issuer',
      load: () => import('./trust.ts'),
    },
  ],
};
