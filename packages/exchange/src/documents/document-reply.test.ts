import { DOCUMENT_MAX_AGE } from '@drawbridge/core';
import { replyJson } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { documentReply } from './document-reply.ts';

it('documentReply is kept by caches no longer than the schedule of the keys allows', () => {
  const reply = documentReply('application/json', { a: 1 });
  expect(reply).toMatchObject({
    status: 200,
    headers: [
      ['content-type', 'application/json'],
      ['cache-control', `public, max-age=${DOCUMENT_MAX_AGE}`],
    ],
  });
  expect(replyJson(reply)).toEqual({ a: 1 });
});
