import { type Call, headerValues, type Reply } from '@drawbridge/core';

/** The field that Fetch has for it (section 3.10), and those that browsers sent before. */
const FIELDS = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];

/**
 * Whether a browser asks before its person does, to have a page at hand: of a link that the pointer is on, or an address that is
 * half typed. It asks as the page does, and says nothing else that tells it from a person.
 */
export function isAhead(call: Pick<Call, 'headers'>): boolean {
  return FIELDS.some((name) =>
    headerValues(call, name).some((value) => /\b(?:prefetch|prerender|preview)\b/i.test(value)),
  );
}

/** For what is only done when a person asks. A browser keeps nothing of a fault, and asks again when its person does. */
export function notYetReply(): Reply {
  return { status: 503, headers: [['cache-control', 'no-store']], body: null };
}
