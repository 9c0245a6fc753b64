import {
  type Attempt,
  DrawbridgeError,
  type FetchDocument,
  mayPass,
  member,
  parseJsonObject,
  toDrawbridgeError,
} from '@drawbridge/core';
import type { JobTokenPlace } from '@drawbridge/clouds/ci';
import { missing } from './find-job-token.ts';

type Endpoint = Extract<JobTokenPlace, { readonly kind: 'request' }>;

/**
 * Asks an endpoint for the token of a job, once. Statuses that pass by themselves, silence and a connection that breaks off may end
 * differently the next time.
 *
 * @param most - bytes of the answer
 * @param advice - what to do where the job may not have one
 */
export async function requestToken(
  place: Endpoint,
  fetchDocument: FetchDocument,
  { most, advice }: { readonly most: number; readonly advice: string },
): Promise<Attempt<string>> {
  const { host } = new URL(place.url);
  try {
    const limits = { accept: 'application/json', maxBytes: most };
    const { status, body } = await fetchDocument(place.url, limits);
    const object = status === 200 ? parseJsonObject(body) : undefined;
    const token = object && member(object, place.member);
    if (typeof token === 'string') return { value: token };
    if (status === 401 || status === 403) {
      return { fault: missing(`${host} gave this job no token (status ${status})`, advice) };
    }
    const detail = `${host} was asked for the token of the job, and gave none (status ${status})`;
    const fault = new DrawbridgeError('upstream_invalid', { detail });
    return { fault, ...(mayPass(status) && { again: {} }) };
  } catch (thrown) {
    const fault = toDrawbridgeError(thrown);
    const isPassing = fault.code === 'upstream_unreachable' || fault.code === 'upstream_timeout';
    return { fault, ...(isPassing && { again: {} }) };
  }
}
