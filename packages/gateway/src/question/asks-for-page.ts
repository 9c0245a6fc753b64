import { type Call, headerValues } from '@drawbridge/core';

/**
 * Whether a person looks at the answer, who can be sent elsewhere to sign in and come back. A script that is sent there gets a
 * page that it cannot read, or a fault of CORS, and says nothing of what is wrong.
 *
 * Browsers say it themselves (Fetch Metadata section 2.2, 2.3): what they do not say is told by what is accepted.
 */
export function asksForPage(call: Pick<Call, 'headers'>): boolean {
  const mode = one(call, 'sec-fetch-mode');
  if (mode !== undefined && mode !== 'navigate') return false;
  // An image or a worker is no page either. One in a frame is: it shows what is to be done.
  const dest = one(call, 'sec-fetch-dest');
  if (dest !== undefined && !PAGES.has(dest)) return false;
  if (one(call, 'x-requested-with') !== undefined || one(call, 'upgrade') !== undefined)
    return false;
  return headerValues(call, 'accept').some((value) => /\btext\/html\b/i.test(value));
}

const PAGES = new Set(['document', 'iframe', 'frame', 'fencedframe']);

function one(call: Pick<Call, 'headers'>, name: string): string | undefined {
  return headerValues(call, name)[0]?.trim().toLowerCase();
}
