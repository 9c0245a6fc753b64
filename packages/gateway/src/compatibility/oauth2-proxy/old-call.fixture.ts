import type { Call, HeaderField } from '@drawbridge/core';
import type { User } from '../../user/user.ts';

/** A call of a browser or proxy on this machine. */
export function oldCall(
  target: string,
  headers: readonly HeaderField[] = [],
  more: Partial<Call> = {},
): Call {
  return {
    method: 'GET',
    target,
    headers,
    body: null,
    peer: { address: '127.0.0.1' },
    signal: new AbortController().signal,
    ...more,
  };
}

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
