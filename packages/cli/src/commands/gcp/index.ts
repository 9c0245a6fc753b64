import type { CommandGroup } from '../../command.ts';

export const GCP_COMMANDS: CommandGroup = {
  nouns: { gcp: 'Set Google Cloud up, and use a login there.' },
  commands: [
    {
      words: ['gcp', 'credential'],
      summary: "print the ID token of a login for Google's libraries, or their configuration",
      load: () => import('./credential.ts'),
    },
    {
      words: ['gcp', 'trust'],
      summary: 'print what sets Google Cloud up to trust an issuer',
      load: () => import('./trust.ts'),
    },
  ],
};
