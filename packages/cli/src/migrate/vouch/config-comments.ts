import type { YamlComment } from '@drawbridge/node/config';

/** What is not obvious in a migrated configuration. A comment about a member that is not there is left out. */
export const CONFIG_COMMENTS: readonly YamlComment[] = [
  {
    path: ['gateway', 'url'],
    text: 'Where people sign in: a host without an app, to which browsers send the cookie of Vouch Proxy.',
  },
  {
    path: ['gateway', 'providers', 0, 'trustEmail'],
    text: 'As before: this provider does not say whether an email was verified. Leave it only where nobody chooses their own.',
  },
  {
    path: ['gateway', 'headers', 'profiles'],
    text: 'vouch is X-Vouch-User and X-Vouch-Success.',
  },
  {
    path: ['gateway', 'compatibility'],
    text: 'Its cookies sign nobody in anew, and it answers for apps that have not moved. Take it out when none is left.',
  },
];
