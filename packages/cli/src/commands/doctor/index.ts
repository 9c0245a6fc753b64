import type { CommandGroup } from '../../command.ts';

export const DOCTOR_COMMANDS: CommandGroup = {
  nouns: { doctor: 'Find out why something does not work.' },
  commands: [
    {
      words: ['doctor', 'login'],
      summary: 'look at all that a sign-in needs, and say what to do',
      load: () => import('./login.ts'),
    },
    {
      words: ['doctor', 'gateway'],
      summary: 'walk through the proxy to an app behind the gateway, and name the first fault',
      load: () => import('./gateway.ts'),
    },
    {
      words: ['doctor', 'exchange'],
      summary: 'go the whole way of a token from a job, and name the first broken link',
      load: () => import('./exchange.ts'),
    },
    {
      words: ['doctor', 'issuer'],
      summary: "go the way of an issuer's token as a stranger, and name the first broken link",
      load: () => import('./issuer.ts'),
    },
    {
      words: ['doctor', 'aws'],
      summary: 'find out why AWS refuses a token, before it is asked',
      load: () => import('./aws.ts'),
    },
    {
      words: ['doctor', 'gcp'],
      summary: 'find out why Google Cloud refuses a token, before it is asked',
      load: () => import('./gcp.ts'),
    },
    {
      words: ['doctor', 'azure'],
      summary: 'find out why Microsoft Entra refuses a token, before it is asked',
      load: () => import('./azure.ts'),
    },
    {
      words: ['doctor', 'kubernetes'],
      summary: 'find out why Kubernetes refuses a token, before it is asked',
      load: () => import('./kubernetes.ts'),
    },
    {
      words: ['doctor', 'vault'],
      summary: 'find out why Vault or OpenBao refuses a token, before it is asked',
      load: () => import('./vault.ts'),
    },
  ],
};
