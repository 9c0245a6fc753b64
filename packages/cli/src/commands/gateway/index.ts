import type { CommandGroup } from '../../command.ts';

export const GATEWAY_COMMANDS: CommandGroup = {
  nouns: { gateway: 'Put one sign-in in front of apps.' },
  commands: [
    {
      words: ['gateway', 'snippet'],
      summary: 'print what makes a proxy ask the gateway for each request of an app',
      load: () => import('./snippet.ts'),
    },
    {
      words: ['gateway', 'explain'],
      summary: 'say which access rule decides about a request, and why',
      load: () => import('./explain.ts'),
    },
    {
      words: ['gateway', 'sign-out'],
      summary: 'sign a person out everywhere, or list where they are signed in',
      load: () => import('./sign-out.ts'),
    },
  ],
};
