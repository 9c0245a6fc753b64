import { type Call, headerValues } from '@drawbridge/core';
import { isChecked } from '../check/checked-question.ts';
import { asksForPage } from './asks-for-page.ts';
import { judgeRequest, type ToldRequest } from './judge-request.ts';
import type { Question } from './question.ts';

/**
 * Judges what a proxy tells.
 *
 * @param call - the proxy's own, with the fields of the client's in it
 * @throws {DrawbridgeError} `request_malformed`
 */
export function makeQuestion(call: Call, told: ToldRequest, address: string | undefined): Question {
  return {
    ...judgeRequest(told),
    address,
    cookies: headerValues(call, 'cookie'),
    authorization: headerValues(call, 'authorization'),
    isPage: asksForPage(call),
    ...(isChecked(call) && { isChecked: true }),
  };
}
