import type { CommandGroup } from '../../command.ts';

export const RULES_COMMANDS: CommandGroup = {
  nouns: { rules: 'Look into the rules.' },
  commands: [
    {
      words: ['rules', 'explain'],
      summary: 'show every rule and why it does or does not match a token',
      load: () => import('./explain.ts'),
    },
    {
      words: ['rules', 'test'],
      summary: 'check that the rules decide as a file of cases expects',
      load: () => import('./test.ts'),
    },
    {
      words: ['rules', 'reach'],
      summary: 'find which upstream tokens can become which roles of AWS',
      load: () => import('./reach.ts'),
    },
  ],
};
