import type { YamlComment } from '@drawbridge/node/config';

const UPSTREAM = ['exchange', 'upstreams', 0] as const;
const GRANT = ['exchange', 'rules', 0, 'grant'] as const;

/** What is not obvious in a migrated configuration. A comment about a member that is not there is left out. */
export const CONFIG_COMMENTS: readonly YamlComment[] = [
  {
    path: ['exchange', 'signing', 'followUpstream'],
    text: "The request's alg comes first, then the upstream token's, then the default.",
  },
  {
    path: ['exchange', 'basePath'],
    text: 'As before: the proxy in front takes the path of the issuer away. Leave it out if it does not.',
  },
  {
    path: ['exchange', 'compatibility'],
    text: 'Status codes and reading of bodies as oidc-token-proxy had them; leave it out once no caller needs it.',
  },
  {
    path: [...UPSTREAM, 'anyAudience'],
    text: 'Unsafe, as before: tokens made for any service are taken. Better: audiences: [AUDIENCE]',
  },
  {
    path: [...UPSTREAM, 'leeway'],
    text: 'Seconds by which the clocks may differ, as before.',
  },
  {
    path: [...UPSTREAM, 'requiredClaims'],
    text: 'As before. Some issuers send no nbf: leave it out to take their tokens.',
  },
  {
    path: [...GRANT, 'passUpstreamAudience'],
    text: 'Unsafe, as before: the upstream says which relying party is opened. Better: audience: AUDIENCE',
  },
  {
    path: [...GRANT, 'copy'],
    text: 'clone_upstream_claims',
  },
  {
    path: [...GRANT, 'lifetime'],
    text: "At most; the upstream token's exp ends it too.",
  },
];
