import type { CommandGroup } from '../../command.ts';

export const MIGRATE_COMMANDS: CommandGroup = {
  nouns: { migrate: 'Come from another tool.' },
  commands: [
    {
      words: ['migrate', 'oidc-token-proxy'],
      summary: 'make a configuration and a key ring of those of an oidc-token-proxy',
      load: () => import('./oidc-token-proxy.ts'),
    },
    {
      words: ['migrate', 'oauth2-proxy'],
      summary: 'make a configuration of the gateway of that of an oauth2-proxy',
      load: () => import('./oauth2-proxy.ts'),
    },
    {
      words: ['migrate', 'vouch'],
      summary: 'make a configuration of the gateway of that of a Vouch Proxy',
      load: () => import('./vouch.ts'),
    },
  ],
};
