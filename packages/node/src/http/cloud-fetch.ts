import { DrawbridgeError } from '@drawbridge/core';
import { askInTime, type AskSettings } from './ask-in-time.ts';
import { readBody } from './read-body.ts';
import { safePost } from './safe-fetch.ts';
import type { TokenFetchInit } from './token-fetch.ts';

/** Bytes of an answer: credentials with a session token of 20,000 characters take a tenth. */
const MAX_BYTES = 256 * 1024;

/** What of a Response there is of a cloud's answer. A whole one would have Node load its own `fetch`. */
interface CloudAnswer {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  /** All of it. */
  readonly body: Uint8Array;
}

/**
 * A `fetch` for requests to clouds. No redirect is followed: its answer is that of the status 3xx.
 *
 * @throws {DrawbridgeError} `cloud_unreachable`, `cloud_timeout`, `cloud_untrusted` for a certificate, `cloud_invalid` for a
 *   forbidden address and for more than 256 KiB
 * @throws the signal's reason, when it is aborted by anything but a time-out
 */
export type CloudFetch = (url: string, init: TokenFetchInit) => Promise<CloudAnswer>;

/** Makes the {@link CloudFetch} of one agent. */
export function createCloudFetch(settings: Omit<AskSettings, 'peer'>): CloudFetch {
  const { agent } = settings;
  return (address, { headers, body, signal }) =>
    askInTime({ ...settings, peer: 'cloud' }, address, signal, async (url, limit) => {
      const request = { headers, body: body.toString(), signal: limit };
      const answer = await safePost(agent, url, request);
      const bytes = await readBody(answer.body, MAX_BYTES);
      if (bytes === undefined) {
        throw new DrawbridgeError('cloud_invalid', {
          detail: `${address} answered with more than ${MAX_BYTES} bytes`,
        });
      }
      const { status, headers: fields } = answer;
      const get = (name: string) => [fields[name.toLowerCase()] ?? []].flat().join(', ') || null;
      return { status, headers: { get }, body: bytes };
    });
}
