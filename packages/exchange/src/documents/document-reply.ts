import { DOCUMENT_MAX_AGE, type Reply } from '@drawbridge/core';

/** A public document, to be kept by caches for as long as the schedule of the keys allows. */
export function documentReply(contentType: string, document: object): Reply {
  return {
    status: 200,
    headers: [
      ['content-type', contentType],
      ['cache-control', `public, max-age=${DOCUMENT_MAX_AGE}`],
    ],
    body: JSON.stringify(document),
  };
}
