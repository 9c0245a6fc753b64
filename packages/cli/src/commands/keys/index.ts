import type { CommandGroup } from '../../command.ts';

export const KEYS_COMMANDS: CommandGroup = {
  nouns: { keys: 'Look after the key ring.' },
  commands: [
    {
      words: ['keys', 'list'],
      summary: 'show the keys of the key ring and where each one stands',
      load: () => import('./list.ts'),
    },
    {
      words: ['keys', 'generate'],
      summary: 'make a signing key and add it to the key ring',
      load: () => import('./generate.ts'),
    },
    {
      words: ['keys', 'import'],
      summary: 'add keys that were made elsewhere',
      load: () => import('./import.ts'),
    },
    {
      words: ['keys', 'rotate'],
      summary: 'make a successor for each key that signs',
      load: () => import('./rotate.ts'),
    },
    {
      words: ['keys', 'retire'],
      summary: 'end a key before its time',
      load: () => import('./retire.ts'),
    },
    {
      words: ['keys', 'export'],
      summary: 'write the published keys, or one of them, for use elsewhere',
      load: () => import('./export.ts'),
    },
  ],
};
