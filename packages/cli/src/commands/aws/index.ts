import type { CommandGroup } from '../../command.ts';

export const AWS_COMMANDS: CommandGroup = {
  nouns: { aws: 'Set AWS up, and come by its credentials.' },
  commands: [
    {
      words: ['aws', 'assume'],
      summary: 'trade a token for temporary credentials of an AWS role',
      load: () => import('./assume.ts'),
    },
    {
      words: ['aws', 'trust'],
      summary: 'set AWS up to trust an issuer: printed for your tool, or done',
      load: () => import('./trust.ts'),
    },
    {
      words: ['aws', 'thumbprint'],
      summary: "print the thumbprint of an issuer's host as AWS documents it",
      load: () => import('./thumbprint.ts'),
    },
  ],
};
