import type { CommandGroup } from '../../command.ts';

export const CONFIG_COMMANDS: CommandGroup = {
  nouns: { config: 'Look after the configuration.' },
  commands: [
    {
      words: ['config', 'check'],
      summary: 'find every fault of the configuration',
      load: () => import('./check.ts'),
    },
    {
      words: ['config', 'explain'],
      summary: 'show every setting in force and where it comes from',
      load: () => import('./explain.ts'),
    },
    {
      words: ['config', 'schema'],
      summary: 'print the JSON Schema of the configuration file, for editors',
      load: () => import('./schema.ts'),
    },
  ],
};
