/** RFC 9110 section 5.1, and no longer than anybody would write. */
const FIELD_NAME = /^[\w!#$%&'*+.^`|~-]{1,100}$/;

/** Whether a text can be the name of a header field. */
export function isFieldName(text: string): boolean {
  return FIELD_NAME.test(text);
}
