import type { CommandGroup } from '../../command.ts';

export const TOKEN_COMMANDS: CommandGroup = {
  nouns: { token: 'Look at tokens, sign and trade them.' },
  commands: [
    {
      words: ['token', 'decode'],
      summary: 'show what a token says, without judging it',
      load: () => import('./decode.ts'),
    },
    {
      words: ['token', 'verify'],
      summary: "judge a token by its issuer's published keys",
      load: () => import('./verify.ts'),
    },
    {
      words: ['token', 'sign'],
      summary: 'sign a token of your own issuer, and print it once it was verified',
      load: () => import('./sign.ts'),
    },
    {
      words: ['token', 'exchange'],
      summary: 'trade a token for another at an exchange (RFC 8693)',
      load: () => import('./exchange.ts'),
    },
  ],
};
