import type { CommandGroup } from '../../command.ts';

export const INJECT_COMMANDS: CommandGroup = {
  commands: [
    {
      words: ['inject'],
      summary: 'serve a proxy on this machine that adds a fresh token to every call',
      load: () => import('./inject.ts'),
    },
  ],
};
