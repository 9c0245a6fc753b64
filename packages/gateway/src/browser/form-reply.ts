import type { HeaderField, Reply } from '@drawbridge/core';
import type { Page } from '@drawbridge/pages';
import { pageReply } from '../answers/page-reply.ts';

/**
 * A page with a form. Under `no-referrer`, as other pages have it, a browser sends the form with `Origin: null`, as if it were
 * of another site.
 */
export function formReply(page: Page, headers: readonly HeaderField[] = []): Reply {
  const reply = pageReply(200, page, headers);
  const others = reply.headers.filter(([name]) => name !== 'referrer-policy');
  return { ...reply, headers: [...others, ['referrer-policy', 'same-origin']] };
}
