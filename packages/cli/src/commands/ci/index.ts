import type { CommandGroup } from '../../command.ts';

export const CI_COMMANDS: CommandGroup = {
  nouns: { ci: 'Help the jobs of CI systems.' },
  commands: [
    {
      words: ['ci', 'exec'],
      summary:
        'run a command of a CI job with tokens for AWS, Google Cloud or Azure that stay fresh',
      load: () => import('./exec.ts'),
    },
  ],
};
