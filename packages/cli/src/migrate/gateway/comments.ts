import type { YamlComment } from '@drawbridge/node/config';

/** What is not obvious in any configuration of a gateway that a migration made. */
export const GATEWAY_COMMENTS: readonly YamlComment[] = [
  {
    path: ['gateway', 'trustedProxies'],
    text: 'Only these may ask. The proxy must reach the gateway from one of them.',
  },
  {
    path: ['gateway', 'session', 'idle'],
    text: 'As long as the lifetime, as before. Less ends what nobody uses; without, 8 hours.',
  },
  {
    path: ['gateway', 'rules'],
    text: 'The first that holds decides; without one nobody gets in.',
  },
];
