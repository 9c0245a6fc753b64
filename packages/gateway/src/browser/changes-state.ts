import type { Call } from '@drawbridge/core';

/** Whether a call may end or begin something. HEAD is served wherever GET is, and is for whoever only looks. */
export function changesState({ method }: Pick<Call, 'method'>): boolean {
  return method === 'GET' || method === 'POST';
}
