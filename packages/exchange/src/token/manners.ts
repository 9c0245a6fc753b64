import { errorReply, type ToReply } from '@drawbridge/core';
import { readParameters, type ReadParameters } from './read-parameters.ts';
import { type WantsJson, wantsJson } from './reply.ts';

/** How an exchange reads requests, and in which form it answers. */
export interface Manners {
  readonly read: ReadParameters;
  readonly wantsJson: WantsJson;
  readonly toReply: ToReply;
}

/** Those of the RFCs. */
export const MANNERS: Manners = { read: readParameters, wantsJson, toReply: errorReply };
