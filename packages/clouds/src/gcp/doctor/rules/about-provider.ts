import { callOfClient, isGranted, isMapped, isOpen, namesItsTenant } from '../judges/provider.ts';
import type { GcpRule } from './gcp-rule.ts';

/** What is known of the provider and its project, and of the call. */
export const PROVIDER_RULES: readonly GcpRule[] = [
  {
    id: 'provider-mapping',
    of: [
      'mapping-subject',
      'mapping-count',
      'mapping-names',
      'mapping-cel',
      'mapping-size',
      'condition-length',
      'condition-true',
    ],
    about: 'trust',
    level: 'asked',
    wanted: 'a mapping of google.subject, and a condition that is true of the token',
    judge: isMapped,
  },
  {
    id: 'provider-tenant',
    of: ['condition-tenant'],
    about: 'trust',
    level: 'warning',
    wanted: 'a condition that names your organization, where an issuer has many',
    judge: namesItsTenant,
  },
  {
    id: 'provider-open',
    of: ['provider-open', 'issuer-restricted', 'call-quota'],
    about: 'trust',
    level: 'asked',
    wanted: 'a provider and a pool that are open, for an issuer that the organization allows',
    judge: isOpen,
  },
  {
    id: 'call',
    of: ['token-jwt', 'call-types', 'call-unauthorized', 'access-service'],
    about: 'trust',
    level: 'asked',
    wanted: 'a call of STS with a JWT, its type and the provider, and no Authorization header',
    judge: callOfClient,
  },
  {
    id: 'access',
    of: ['access-granted'],
    about: 'trust',
    level: 'asked',
    wanted: 'a principal that has roles',
    judge: isGranted,
  },
];
