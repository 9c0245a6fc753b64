import type { HeaderField, Reply } from '@drawbridge/core';
import type { Page } from '@drawbridge/pages';

/** A page as a reply: kept by nobody, shown in no frame, and telling no other site where it was. */
export function pageReply(
  status: number,
  { html, contentSecurityPolicy }: Page,
  headers: readonly HeaderField[] = [],
): Reply {
  return {
    status,
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['cache-control', 'no-store'],
      ['content-security-policy', contentSecurityPolicy],
      ['referrer-policy', 'no-referrer'],
      ['x-content-type-options', 'nosniff'],
      ...headers,
    ],
    body: html,
  };
}
