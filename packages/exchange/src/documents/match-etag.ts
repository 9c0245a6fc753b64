import { type Call, headerValues } from '@drawbridge/core';

/** RFC 9110 section 8.8.3: an entity-tag, whose weakness does not matter here (section 13.1.2). */
const ENTITY_TAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;
const LIST = new RegExp(`^[ \\t,]*(?:${ENTITY_TAG.source}[ \\t]*(?:,[ \\t,]*|$))+$`);

/**
 * Whether the If-None-Match of a call names what we would send (RFC 9110 section 13.1.2): the caller then has
 * it already. A field that is not well-formed names nothing: the whole document is never wrong.
 *
 * @param etag - a strong entity-tag, with its quotation marks
 */
export function matchesEtag(call: Call, etag: string): boolean {
  const values = headerValues(call, 'if-none-match');
  if (values.length === 0) return false;
  const field = values.join(',').trim();
  if (field === '*') return true;
  if (!LIST.test(field)) return false;
  return [...field.matchAll(ENTITY_TAG)].some(([, tag]) => tag === etag);
}
