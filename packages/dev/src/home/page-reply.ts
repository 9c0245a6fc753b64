import type { HeaderField, Reply } from '@drawbridge/core';
import type { Page } from '@drawbridge/pages';

/** A page as a reply: kept by nobody, and shown in no frame. */
export function pageReply(
  { html, contentSecurityPolicy }: Page,
  headers: readonly HeaderField[] = [],
): Reply {
  return {
    status: 200,
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['cache-control', 'no-store'],
      ['content-security-policy', contentSecurityPolicy],
      // And not `no-referrer`: a form would not say then what origin it is of.
      ['referrer-policy', 'same-origin'],
      ['x-content-type-options', 'nosniff'],
      ...headers,
    ],
    body: html,
  };
}
