import type { Call } from '@drawbridge/core';

/**
 * What a guard looks at of a request: its header fields as they were sent, doubled ones apart, and
 * who is at the other end of the connection.
 */
export type GuardRequest = Pick<Call, 'headers' | 'peer'>;
