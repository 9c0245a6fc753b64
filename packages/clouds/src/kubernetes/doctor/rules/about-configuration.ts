import { isAuthorized, isConfigured, isLoaded } from '../judges/configuration.ts';
import type { KubernetesRule } from './kubernetes-rule.ts';

/** What is known of an API server's configuration, and of its answer. */
export const CONFIGURATION_RULES: readonly KubernetesRule[] = [
  {
    id: 'configuration',
    of: [
      'configuration-one',
      'authenticator-count',
      'issuer-unique',
      'issuer-foreign',
      'audience-listed',
      'audience-any',
      'username-claim',
      'username-email',
      'claims-mapped',
      'rules-true',
    ],
    about: 'trust',
    level: 'asked',
    wanted: 'an authenticator for this issuer and an audience of the token',
    judge: isConfigured,
  },
  {
    id: 'configuration-loaded',
    of: ['configuration-reloaded'],
    about: 'trust',
    level: 'asked',
    wanted: 'an API server that has loaded the configuration',
    judge: isLoaded,
  },
  {
    id: 'user-authorized',
    of: ['user-authorized'],
    about: 'trust',
    level: 'asked',
    wanted: 'a role for the user or a group',
    judge: isAuthorized,
  },
];
