import type { CommandGroup } from '../../command.ts';

export const ISSUER_COMMANDS: CommandGroup = {
  nouns: { issuer: 'Have an issuer of your own, made of static files.' },
  commands: [
    {
      words: ['issuer', 'init'],
      summary: 'make the site of an issuer of static files, or take one over',
      load: () => import('./init.ts'),
    },
    {
      words: ['issuer', 'publish'],
      summary: 'publish the site of an issuer, and see that it is public',
      load: () => import('./publish.ts'),
    },
    {
      words: ['issuer', 'mirror'],
      summary: "keep a public copy of a private issuer's documents",
      load: () => import('./mirror.ts'),
    },
    {
      words: ['issuer', 'check'],
      summary: 'see an issuer as a stranger does, and what relying parties mind',
      load: () => import('./check.ts'),
    },
    {
      words: ['issuer', 'host'],
      summary: 'print what hosts the site of an issuer: aws or nginx',
      load: () => import('./host.ts'),
    },
  ],
};
