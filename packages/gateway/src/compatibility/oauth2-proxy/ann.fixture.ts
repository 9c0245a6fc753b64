import type { User } from '../../user/user.ts';

/** Somebody with all that is known of people. */
export const ANN: User = {
  provider: 'oidc',
  issuer: 'https://id.example.com',
  subject: 'ann-1',
  email: 'Ann@example.com',
  preferredUsername: 'ann',
  groups: { kind: 'known', groups: ['staff', 'ops'], claim: 'groups' },
  claims: {},
};
