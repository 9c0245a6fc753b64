import { errorReply, type ToReply } from '@drawbridge/core';
import { readParameters } from './read-parameters.ts';
import { type WantsJson, wantsJson } from './reply.ts';
import type { RequestManners } from './request.ts';

/** How an exchange reads requests, and in which form it answers. */
export interface Manners extends RequestManners {
  readonly wantsJson: WantsJson;
  readonly toReply: ToReply;
}

/** Those of the RFCs. */
export const MANNERS: Manners = {
  read: readParameters,
  heedsAuthorization: true,
  wantsJson,
  toReply: errorReply,
};
