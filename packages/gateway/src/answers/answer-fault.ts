import type { Call, DrawbridgeError, HeaderField, Reply } from '@drawbridge/core';
import { asksForPage } from '../question/asks-for-page.ts';
import { faultPage } from './fault-page.ts';
import { faultReply } from './fault-reply.ts';

/** What who came to the gateway itself is told of a fault: a page for a person, JSON for a program. */
export function answerFault(
  fault: DrawbridgeError,
  headers: readonly HeaderField[],
  call: Pick<Call, 'headers'>,
): Reply {
  return asksForPage(call) ? faultPage(fault, headers) : faultReply(fault, headers);
}
