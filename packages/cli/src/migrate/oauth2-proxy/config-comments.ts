import type { YamlComment } from '@drawbridge/node/config';

const PROVIDER = ['gateway', 'providers', 0] as const;

/** What is not obvious in a migrated configuration. A comment about a member that is not there is left out. */
export const CONFIG_COMMENTS: readonly YamlComment[] = [
  {
    path: ['gateway', 'url'],
    text: 'Where people sign in: a host without an app. The provider sends them back to /oauth2/callback there.',
  },
  {
    path: [...PROVIDER, 'trustEmail'],
    text: 'Unsafe, as before, where people choose their own email: it is taken without email_verified.',
  },
  {
    path: ['gateway', 'headers', 'profiles'],
    text: 'auth-request is X-Auth-Request-User, -Email, -Preferred-Username and -Groups.',
  },
  {
    path: ['gateway', 'compatibility'],
    text: 'The proxy asks at /oauth2/auth, as it did. Without this it asks at /authz/, and the provider sends people back to /callback.',
  },
];
