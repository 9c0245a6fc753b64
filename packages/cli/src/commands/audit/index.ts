import type { CommandGroup } from '../../command.ts';

export const AUDIT_COMMANDS: CommandGroup = {
  nouns: { audit: 'Look into the records of decisions.' },
  commands: [
    {
      words: ['audit', 'verify'],
      summary: 'check that no record of a decision was changed or removed',
      load: () => import('./verify.ts'),
    },
  ],
};
