/** RFC 9110 section 5.1, and no longer than anybody would write. */
const FIELD_NAME = /^[\w!#$%&'*+.^`|~-]{1,100}$/;

/** Whether a value can be the name of a header field. */
export function isFieldName(text: unknown): text is string {
  // The expression would read `undefined` as a name.
  return typeof text === 'string' && FIELD_NAME.test(text);
}
