import type { SeenDocument } from './seen.ts';

/** Whether a document can be judged by what is in it. */
export function isRead({ status, isCut, fault }: SeenDocument): boolean {
  return fault === undefined && status === 200 && !isCut;
}
