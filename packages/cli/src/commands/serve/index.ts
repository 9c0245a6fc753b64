import type { CommandGroup } from '../../command.ts';

export const SERVE_COMMANDS: CommandGroup = {
  nouns: { serve: 'Run a part as a service.' },
  commands: [
    {
      words: ['serve', 'exchange'],
      summary: 'serve the exchange: tokens of a private issuer in, of a public one out',
      load: () => import('./exchange.ts'),
    },
    {
      words: ['serve', 'gateway'],
      summary: 'serve the gateway: one sign-in in front of apps, for the proxies that ask it',
      load: () => import('./gateway.ts'),
    },
    {
      words: ['serve', 'inspector'],
      summary: 'serve the inspector: what is in the cookie of a Vouch Proxy, to who holds it',
      load: () => import('./inspector.ts'),
    },
  ],
};
