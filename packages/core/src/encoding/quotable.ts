/** Printable ASCII without quotation mark and backslash: RFC 6749 section 5.2, RFC 6750 section 3. */
const NOT_ALLOWED = /[^\x20\x21\x23-\x5b\x5d-\x7e]/g;

/**
 * Text as an `error_description` may have it, and a parameter of `WWW-Authenticate`: what it may not, becomes an
 * apostrophe. So it ends neither a quoted string nor a header field.
 */
export function quotable(text: string): string {
  return text.replace(NOT_ALLOWED, "'");
}
