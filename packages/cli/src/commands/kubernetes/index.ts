import type { CommandGroup } from '../../command.ts';

export const KUBERNETES_COMMANDS: CommandGroup = {
  nouns: { kubernetes: 'Set clusters of Kubernetes up, and use a login there.' },
  commands: [
    {
      words: ['kubernetes', 'credential'],
      summary: 'print the ID token of a login for kubectl, or the user of a kubeconfig',
      load: () => import('./credential.ts'),
    },
    {
      words: ['kubernetes', 'trust'],
      summary: 'print how to have a cluster trust an issuer: its file, its flags, a role, or EKS',
      load: () => import('./trust.ts'),
    },
  ],
};
