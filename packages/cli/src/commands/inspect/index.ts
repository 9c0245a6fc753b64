import type { CommandGroup } from '../../command.ts';

export const INSPECT_COMMANDS: CommandGroup = {
  commands: [
    {
      words: ['inspect'],
      summary: 'say what is in a cookie or a token, layer by layer',
      load: () => import('./inspect.ts'),
    },
  ],
};
