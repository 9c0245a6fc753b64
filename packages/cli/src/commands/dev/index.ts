import type { CommandGroup } from '../../command.ts';

export const DEV_COMMANDS: CommandGroup = {
  commands: [
    {
      words: ['dev'],
      summary: 'try Drawbridge: a private OpenID provider with the exchange before it',
      load: () => import('./dev.ts'),
    },
  ],
};
